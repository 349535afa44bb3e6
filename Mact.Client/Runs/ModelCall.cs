using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Client.Runs;

/// <summary>A sampling point: n completions, normally from one request. Never paid for twice: a resumed run finds it by its key.</summary>
/// <param name="Purpose">What it was for.</param>
/// <param name="Step">The step that was being worked on, from 1.</param>
/// <param name="Prompt">Content hashes of the prompt's parts, in order; the texts are stored once per hash.</param>
/// <param name="N">Samples asked.</param>
/// <param name="Temperature">Sampling temperature that was asked for.</param>
/// <param name="Seed">Seed of sample 0, sample i has this plus i; null where none was sent.</param>
/// <param name="Reply">What the endpoint gave.</param>
public sealed record ModelCall(
    CallPurpose Purpose,
    int Step,
    IReadOnlyList<PromptPartRef> Prompt,
    int N,
    double Temperature,
    long? Seed,
    ModelReply Reply) : RunRecord, IJsonOnDeserialized
{
    private ModelReply _reply = Reply;

    /// <summary>What the endpoint gave.</summary>
    public ModelReply Reply
    {
        get => _reply;
        init => _reply = value;
    }

    /// <summary>Members of a record of before, when those of the reply stood beside those of the call; null once they are read.</summary>
    [JsonInclude, JsonExtensionData]
    internal Dictionary<string, JsonElement>? Flat { get; set; }

    /// <inheritdoc/>
    public void OnDeserialized()
    {
        if (_reply is null && Flat is not null)
        {
            _reply = JsonSerializer.SerializeToElement(Flat, MactJson.Default.DictionaryStringJsonElement).Deserialize(MactJson.Default.ModelReply)!;
        }

        Flat = null;
    }
}

/// <summary>What an endpoint gave for a sampling point, and what it took.</summary>
/// <param name="Completions">Exactly as many as were asked, in order of index.</param>
/// <param name="Usage">Over all requests that gave completions; prompt tokens once per request.</param>
public sealed record ModelReply(IReadOnlyList<Completion> Completions, TokenUsage Usage)
{
    /// <summary>planner, coder: the connection's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>host:port of the endpoint, without path or key; null where a recorded reply answered.</summary>
    public string? Server { get; init; }

    /// <summary>The model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The model that the first response names; null where it names none.</summary>
    public string? ServedModel { get; init; }

    /// <summary>The endpoint's id of the first response; null where it gives none.</summary>
    public string? ResponseId { get; init; }

    /// <summary>UTC, when the first request was sent.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Milliseconds from the first request to the last completion, waiting included.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Every HTTP request for completions, in order of start, those that gave nothing too.</summary>
    public required IReadOnlyList<CallTry> Tries { get; init; }

    /// <summary>How the n were obtained: one of <see cref="SamplingLadder"/>.</summary>
    public string Ladder { get; init; } = SamplingLadder.Batch;

    /// <summary>In the currency of the configured prices; null where no price is configured for the model.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Span id of the chat span in the trace backend; null where nobody listened.</summary>
    public string? SpanId { get; init; }

    /// <summary>
    /// The earlier question whose recorded replies these are; null where a model was asked. A replayed call made no request and used nothing:
    /// its usage, duration and tries say so, and what the replies had taken stands here.
    /// </summary>
    public ReplayedFrom? Replayed { get; init; }

    /// <summary>What the completions took when a model wrote them: now, or when they were recorded.</summary>
    [JsonIgnore]
    public TokenUsage UsageAsRecorded => Replayed?.Usage ?? Usage;
}

/// <summary>How the n samples of a call were obtained, from best to worst.</summary>
public static class SamplingLadder
{
    /// <summary>One request with n.</summary>
    public const string Batch = "batch";

    /// <summary>Several requests with a smaller n, since the endpoint takes no larger one.</summary>
    public const string SmallerBatches = "smallerBatches";

    /// <summary>One request per sample, since the endpoint knows no n.</summary>
    public const string Singles = "singles";

    /// <summary>No request: the samples were recorded before.</summary>
    public const string Replayed = "replayed";
}

/// <summary>What a request to a model was for.</summary>
public enum CallPurpose
{
    /// <summary>The planner: thought, action, guess and roll-out.</summary>
    Plan,

    /// <summary>The coder: programs for an action.</summary>
    Code,

    /// <summary>The coder again, shown why all programs failed.</summary>
    Repair,

    /// <summary>A judge among candidate actions.</summary>
    Judge,

    /// <summary>A direct chain-of-thought answer.</summary>
    Direct,
}

/// <summary>A message of a prompt, by content.</summary>
/// <param name="Role">system or user.</param>
/// <param name="Parts">Content hashes whose texts, joined, are the message.</param>
public sealed record PromptPartRef(string Role, IReadOnlyList<string> Parts);

/// <summary>One of the n samples of a request.</summary>
/// <param name="Index">0 to n-1.</param>
/// <param name="Seed">The seed that this sample was drawn with; null where none was sent.</param>
/// <param name="Text">The text with any thinking stripped; may be empty.</param>
/// <param name="FinishReason">As the server said it; null where it said none.</param>
/// <param name="Status">Whether it can be used.</param>
public sealed record Completion(int Index, long? Seed, string Text, string? FinishReason, CompletionStatus Status)
{
    /// <summary>What the model thought, where the server or a think block shows it.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Mean token log-probability over the sample; null where not asked or not given.</summary>
    public double? MeanLogprob { get; init; }

    /// <summary>The same up to the first "Observation": what the logp strategy compares.</summary>
    public double? HeadLogprob { get; init; }
}

/// <summary>Whether a completion can be used.</summary>
public enum CompletionStatus
{
    /// <summary>Ended by itself (finish reason stop).</summary>
    Complete,

    /// <summary>Cut at max_tokens (length): usable only if what is needed is complete.</summary>
    Truncated,

    /// <summary>No content.</summary>
    Empty,

    /// <summary>The server gave it up (abort, repetition or an unknown finish reason).</summary>
    Aborted,

    /// <summary>Ended by us when it could no longer change the vote; the text is what had come by then. It counts as not asked for.</summary>
    Unneeded,
}

/// <summary>One HTTP request made for a <see cref="ModelCall"/>, also those that gave nothing.</summary>
/// <param name="StartedAt">UTC.</param>
/// <param name="DurationMs">Until the last byte, or until it failed.</param>
/// <param name="N">Samples asked in this request.</param>
/// <param name="Status">HTTP status; null where no response came.</param>
/// <param name="Error">Why it gave nothing; null when it did.</param>
public sealed record CallTry(DateTimeOffset StartedAt, double DurationMs, int N, int? Status, string? Error)
{
    /// <summary><see cref="Error"/> with its values; null where it has none.</summary>
    public Sentence? Sentence { get; init; }

    /// <summary>Milliseconds until the first token came; null where none did.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Milliseconds that the request waited in the server's own queue, where its reply tells (vLLM's metrics).</summary>
    public double? ServerQueueMs { get; init; }

    /// <summary>Milliseconds to the first token as the server counts them, where its reply tells.</summary>
    public double? ServerFirstTokenMs { get; init; }

    /// <summary>Requests that waited in the server's own queue when this one was sent, where its metrics told lately.</summary>
    public int? ServerWaiting { get; init; }

    /// <summary>Tokens that came and are lost, since the connection or the server broke before their sample was complete.</summary>
    public long LostTokens { get; init; }
}

/// <summary>What requests to a model used, as the endpoint reported it.</summary>
/// <param name="Requests">HTTP requests that gave completions.</param>
/// <param name="InputTokens">Prompt tokens, counted once per request whatever n.</param>
/// <param name="OutputTokens">Completion tokens over all choices, thinking included.</param>
/// <param name="CachedTokens">The share of the input that came from the prefix cache, where reported.</param>
public sealed record TokenUsage(int Requests, long InputTokens, long OutputTokens, long CachedTokens)
{
    /// <summary>Nothing used.</summary>
    public static TokenUsage None { get; } = new(0, 0, 0, 0);

    /// <summary>The share of the output that was thinking, where reported.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Some of it was counted here, from the texts, since an endpoint reported none or too few: to be shown as "about".</summary>
    public bool IsEstimate { get; init; }

    /// <summary>Both together.</summary>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right)
    {
        return new(
            left.Requests + right.Requests,
            left.InputTokens + right.InputTokens,
            left.OutputTokens + right.OutputTokens,
            left.CachedTokens + right.CachedTokens)
        {
            ReasoningTokens = left.ReasoningTokens + right.ReasoningTokens,
            IsEstimate = left.IsEstimate || right.IsEstimate,
        };
    }
}

/// <summary>Where the completions of a model call were taken from when no model was asked, and what they had taken there. Nothing of it was used
/// again.</summary>
/// <param name="Question">Id of the earlier question whose recorded calls answered.</param>
/// <param name="Usage">As the endpoint reported it then.</param>
/// <param name="DurationMs">Milliseconds that the recorded calls took, waiting for their endpoint not counted.</param>
/// <param name="Cost">What they cost then; null where no price was configured.</param>
public sealed record ReplayedFrom(string Question, TokenUsage Usage, double DurationMs, decimal? Cost);
