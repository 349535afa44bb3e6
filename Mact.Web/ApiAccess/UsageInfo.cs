namespace Mact.Web.ApiAccess;

/// <summary>What the latest ended questions used.</summary>
public sealed record UsageInfo(
    int Questions,
    int Calls,
    int Retries,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    decimal? Cost,
    DurationInfo? CallMs,
    DurationInfo? QuestionMs,
    DurationInfo? QueueMs);
