namespace Mact.Api.SystemStatus;

/// <summary>What the latest questions used, from their records.</summary>
/// <param name="Questions">Ended questions that were looked at.</param>
/// <param name="Calls">Model calls of these.</param>
/// <param name="Retries">Requests to the model that gave nothing and were made again.</param>
/// <param name="InputTokens">Prompt tokens.</param>
/// <param name="CachedTokens">The share of these that came from the prefix cache.</param>
/// <param name="OutputTokens">Completion tokens.</param>
/// <param name="Cost">In the currency of the configured prices; null where none is configured.</param>
/// <param name="CallMs">Latency of a model call.</param>
/// <param name="QuestionMs">From submission to the end of a question.</param>
/// <param name="QueueMs">From submission to a worker's claim.</param>
public sealed record UsageReport(
    int Questions,
    int Calls,
    int Retries,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    decimal? Cost,
    Percentiles? CallMs,
    Percentiles? QuestionMs,
    Percentiles? QueueMs);
