using System.Text.Json.Serialization;

namespace Mact.Core.Runs;

/// <summary>A sampling point: n completions, normally from one request. Never paid for twice: a resumed run finds it by its key.</summary>
/// <param name="Purpose">What it was for.</param>
/// <param name="Step">The step that was being worked on, from 1.</param>
/// <param name="Prompt">Content hashes of the prompt's parts, in order; the texts are stored once per hash.</param>
/// <param name="Completions">n of them, in order of index.</param>
/// <param name="Usage">Over all tries.</param>
public sealed record ModelCall(
    CallPurpose Purpose,
    int Step,
    IReadOnlyList<PromptPartRef> Prompt,
    IReadOnlyList<Completion> Completions,
    TokenUsage Usage) : RunRecord
{
    /// <summary>Samples asked.</summary>
    public required int N { get; init; }

    /// <summary>Sampling temperature.</summary>
    public required double Temperature { get; init; }

    /// <summary>Seed of sample 0, sample i has this plus i; null where none was sent.</summary>
    public long? Seed { get; init; }

    /// <summary>planner, coder: the connection's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>host:port of the endpoint, without path or key.</summary>
    public string? Server { get; init; }

    /// <summary>The model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The model that the response names.</summary>
    public string? ServedModel { get; init; }

    /// <summary>The endpoint's id of the (first) response.</summary>
    public string? ResponseId { get; init; }

    /// <summary>UTC, when the first request was sent.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the first request to the last completion, waiting included.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Every HTTP request made for it, in order of start.</summary>
    public required IReadOnlyList<CallTry> Tries { get; init; }

    /// <summary>How the n were obtained: batch, smallerBatches, singles; replayed where no model was asked.</summary>
    public string Ladder { get; init; } = "batch";

    /// <summary>In the currency of the configured prices; null where no price is configured.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Span id of the chat span in the trace backend.</summary>
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
