namespace Mact.EndToEnd.Tests.Stack;

/// <summary>What a stack consists of, whoever starts it.</summary>
internal sealed record StackShape
{
    public int Apis { get; init; } = 1;

    public int Workers { get; init; } = 1;

    /// <summary>Where the Redis stand-in keeps its data; null = it lives in memory.</summary>
    public string? Data { get; init; }

    /// <summary>A Redis outside (host:port) in place of the stand-in.</summary>
    public string? Redis { get; init; }

    /// <summary>A GGUF file whose model answers, served on this machine; null = the table reader does. For stacks without an AppHost.</summary>
    public string? ModelFile { get; init; }

    /// <summary>How long the model takes for a request; null = no time.</summary>
    public Func<Testing.ReceivedRequest, TimeSpan>? Delay { get; init; }

    /// <summary>Variables of api and workers.</summary>
    public IReadOnlyDictionary<string, string> Services { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
