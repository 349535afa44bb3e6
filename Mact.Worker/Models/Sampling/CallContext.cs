using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>What all requests of one call share.</summary>
internal sealed record CallContext(
    ModelEndpoint Endpoint,
    string EndpointName,
    ServedModel Model,
    SampleRequest Request,
    CallWait Wait,
    CallLedger Ledger,
    ModelOptions Options,
    TimeProvider Time,
    ILogger Logger)
{
    /// <summary>What is known of the model there.</summary>
    public EndpointCapabilities Capabilities { get; } = Endpoint.CapabilitiesOf(Model.Name);

    /// <summary>The context as the endpoint tells it, else as it was learnt; null = unknown.</summary>
    public int? ContextTokens => Model.ContextTokens ?? Capabilities.Knowledge.ContextTokens;

    /// <summary>Whether the model is meant to think.</summary>
    public bool Thinks => ChatRequestWriter.Thinks(Request, Model, Options);

    /// <summary>Lowered when the endpoint says that it is too much; requests of the same call then start with it.</summary>
    public int MaxTokens { get; set; }

    /// <summary>What went wrong so far.</summary>
    public CallFaults Faults { get; } = new();

    /// <summary>The call's error, free of the key.</summary>
    public ModelException Fail(string code, Sentence message) =>
        new(new QuestionError(code, Endpoint.Connection.Redact((Sentence)$"{message} (model endpoint {Endpoint.Connection.Server})")));
}

/// <summary>Counts what broke under one call. One death of a server breaks all of a call's requests and counts once.</summary>
internal sealed class CallFaults
{
    private readonly Lock _lock = new();
    private long _epoch = -1;
    private int _deaths;
    private int _stalls;

    /// <summary>The server died or went away in the middle; <paramref name="epoch"/> counts how often it had come back before.</summary>
    public int Died(long epoch)
    {
        lock (_lock)
        {
            if (epoch != _epoch)
            {
                _epoch = epoch;
                _deaths++;
            }

            return _deaths;
        }
    }

    /// <summary>Tokens stopped coming.</summary>
    public int Stalled()
    {
        lock (_lock)
        {
            return ++_stalls;
        }
    }
}

/// <summary>What the concurrent requests of one call made and used.</summary>
internal sealed class CallLedger
{
    private readonly Lock _lock = new();
    private readonly List<CallTry> _tries = [];
    private TokenUsage _usage = TokenUsage.None;

    /// <summary>The id of the first response.</summary>
    public string? ResponseId { get; private set; }

    /// <summary>The model that the first response names.</summary>
    public string? ServedModel { get; private set; }

    public TokenUsage Usage
    {
        get
        {
            lock (_lock)
            {
                return _usage;
            }
        }
    }

    /// <summary>In order of start.</summary>
    public IReadOnlyList<CallTry> Tries
    {
        get
        {
            lock (_lock)
            {
                return [.. _tries.OrderBy(static attempt => attempt.StartedAt)];
            }
        }
    }

    public void Add(CallTry attempt)
    {
        lock (_lock)
        {
            _tries.Add(attempt);
        }
    }

    /// <summary>
    /// What a reply used. What is not reported, or reported as less than half of what the texts must have (llama.cpp counts one choice of n),
    /// is counted from the texts.
    /// </summary>
    public void Add(ChatReplyBody body, int promptEstimate)
    {
        var written = (body.Choices ?? []).Sum(static choice =>
            TokenEstimate.Of((choice.Message ?? choice.Delta)?.Content ?? choice.Text ?? "") + TokenEstimate
                .Of((choice.Message ?? choice.Delta)?.Thought ?? ""));
        var reported = body.Usage?.CompletionTokens;
        var isCounted = reported is { } tokens && tokens >= 0 && (body.Choices is not { Count: > 1 } || tokens * 2 >= written);
        lock (_lock)
        {
            if (_usage.Requests == 0)
            {
                ResponseId = body.Id;
                ServedModel = body.Model;
            }

            _usage += new TokenUsage(
                1,
                Math.Max(0, body.Usage?.PromptTokens ?? promptEstimate),
                isCounted ? reported!.Value : written,
                Math.Max(0, body.Usage?.PromptTokensDetails?.CachedTokens ?? 0))
            {
                ReasoningTokens = Math.Max(0, body.Usage?.CompletionTokensDetails?.ReasoningTokens ?? 0),
                IsEstimate = !isCounted || body.Usage?.PromptTokens is null,
            };
        }
    }
}
