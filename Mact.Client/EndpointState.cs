namespace Mact.Client;

/// <summary>How one worker sees one model endpoint at a moment: what System shows.</summary>
/// <param name="Server">host:port.</param>
/// <param name="Model">The configured name, or auto.</param>
/// <param name="InFlight">Samples asked for and not complete yet.</param>
/// <param name="Running">Those of them whose first token has come.</param>
/// <param name="Waiting">Samples that are held back here until a place is free.</param>
/// <param name="Limit">Samples that are let through at the same time; it follows what the server can do.</param>
/// <param name="TokensPerSecond">Over the last ten seconds.</param>
/// <param name="HeldBack">Why the limit was lowered last, as a sentence; null where it never was.</param>
/// <param name="ServerWaiting">Requests in the server's own queue, where it tells (vLLM's /metrics).</param>
/// <param name="Problem">What is wrong with it, as a sentence; null when nothing is.</param>
public sealed record EndpointState(
    string Server,
    string Model,
    int InFlight,
    int Running,
    int Waiting,
    int Limit,
    double TokensPerSecond,
    string? HeldBack,
    int? ServerWaiting,
    string? Problem);

/// <summary>What was learnt about a model on an endpoint by asking it. It is kept, so that no process learns it anew at the cost of a
/// request.</summary>
public sealed record EndpointKnowledge
{
    /// <summary>host:port and path of the endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The model's name as it is asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The kind of server, as far as it shows: "vLLM", "llama.cpp", "Ollama", …; null where it does not.</summary>
    public string? Family { get; init; }

    /// <summary>The largest n that it takes; null = it showed no limit.</summary>
    public int? MaxBatch { get; init; }

    /// <summary>Optional fields that it refused, by their JSON names.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>False where the system message has to be folded into the user's.</summary>
    public bool TakesSystemRole { get; init; } = true;

    /// <summary>Whether replies came as a stream; null = none came yet.</summary>
    public bool? Streams { get; init; }

    /// <summary>Whether it goes on with a begun reply; null = never tried.</summary>
    public bool? Continues { get; init; }

    /// <summary>Whether /tokenize counts; null = never tried.</summary>
    public bool? Tokenizes { get; init; }

    /// <summary>Its context in tokens; null where it does not say.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>The largest max_tokens that it takes; null = it showed no limit.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Whether the same seed gives the same text; null = never tried.</summary>
    public bool? Seeds { get; init; }

    /// <summary>Whether it holds a reply to a JSON schema; null = never tried.</summary>
    public bool? Structures { get; init; }

    /// <summary>It showed thinking although it was asked not to think: every switch that there is is sent.</summary>
    public bool ThinksUnasked { get; init; }

    /// <summary>Its thinking ends with a mark and begins with none, so that thinking that is cut has no mark at all.</summary>
    public bool ThinksUnmarked { get; init; }

    /// <summary>The fields that switch thinking off there, separated by a comma; null = none is sent.</summary>
    public string? ThinkingSwitch { get; init; }

    /// <summary>When a person had it checked last; null = never.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>The max_tokens that its thinking was found to need; null = what was asked sufficed.</summary>
    public int? ThinkingTokens { get; init; }
}

/// <summary>How the workers use the model endpoints, and what was learnt of them.</summary>
/// <param name="States">By worker; those whose worker is alive.</param>
/// <param name="Known">By endpoint and model.</param>
public sealed record ModelEndpointsReport(IReadOnlyDictionary<string, IReadOnlyList<EndpointState>> States, IReadOnlyList<EndpointKnowledge> Known);
