namespace Mact.Core.Runs;

/// <summary>An attempt ended without an outcome; the question is tried again later, or has been given up.</summary>
/// <param name="Reason">In words.</param>
/// <param name="RetryAt">When it is due again (UTC); null when it will not be tried again.</param>
public sealed record AttemptFailed(string Reason, DateTimeOffset? RetryAt) : RunRecord;
