using Mact.Core.Runs;

namespace Mact.Worker.Models;

/// <summary>What a sampling point gave.</summary>
/// <param name="Completions">Exactly n, in order of index.</param>
/// <param name="Usage">Over all requests that gave completions; prompt tokens once per request.</param>
/// <param name="Endpoint">planner or coder: the connection's name.</param>
/// <param name="Server">host:port of the endpoint, without path or key.</param>
/// <param name="Model">The model asked for.</param>
/// <param name="ServedModel">The model that the first response names.</param>
/// <param name="ResponseId">The id of the first response.</param>
/// <param name="StartedAt">UTC, when the call began.</param>
/// <param name="Duration">Until the last completion, waiting included.</param>
/// <param name="Tries">Every request for completions, in order of start, those without result too.</param>
/// <param name="Ladder">How the n were obtained: one of <see cref="SamplingLadder"/>.</param>
/// <param name="Cost">In the currency of the configured prices; null where none is configured for the model.</param>
/// <param name="SpanId">Id of the chat span; null where nobody listens.</param>
public sealed record SampleBatch(
    IReadOnlyList<Completion> Completions,
    TokenUsage Usage,
    string Endpoint,
    string? Server,
    string Model,
    string? ServedModel,
    string? ResponseId,
    DateTimeOffset StartedAt,
    TimeSpan Duration,
    IReadOnlyList<CallTry> Tries,
    string Ladder,
    decimal? Cost,
    string? SpanId)
{
    /// <summary>Where the completions were taken from; null where a model was asked.</summary>
    public ReplayedFrom? Replayed { get; init; }
}
