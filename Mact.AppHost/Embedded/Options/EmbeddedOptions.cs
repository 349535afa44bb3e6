namespace Mact.AppHost.Embedded.Options;

/// <summary>What the command line asked for. Null = the default of the topology.</summary>
internal sealed record EmbeddedOptions
{
    /// <summary>The port asked for the page; a taken one moves to a free one.</summary>
    public int WebPort { get; init; } = 8080;

    /// <summary>The port asked for the HTTP API.</summary>
    public int ApiPort { get; init; } = 8081;

    /// <summary>The port asked for the Mact dashboard.</summary>
    public int DashboardPort { get; init; } = 8082;

    /// <summary>Base URL of an OpenAI-compatible endpoint, with /v1; null = the built-in stand-in.</summary>
    public Uri? ModelEndpoint { get; init; }

    /// <summary>The model's served name; null = the single one that the endpoint serves.</summary>
    public string? Model { get; init; }

    /// <summary>The endpoint's key, from the environment or user secrets: never from the command line, never printed.</summary>
    public string? ModelKey { get; init; }

    /// <summary>Worker processes, 1 to 64.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Connection string of a real Redis; null = the built-in stand-in.</summary>
    public string? Redis { get; init; }

    /// <summary>Where the Redis stand-in keeps its data; null = in memory, gone at stop.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Leaves the key out, so that the options may be logged.</summary>
    public override string ToString() =>
        $"web {WebPort}, api {ApiPort}, model {ModelEndpoint?.ToString() ?? "stand-in"}, workers {Workers}, redis {(Redis is null ? "stand-in" : "external")}, data {DataDirectory ?? "in memory"}";
}
