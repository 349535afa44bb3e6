namespace Mact.Core.Queueing;

/// <summary>
/// How an attempt ends; refused when the lease is lost. Where the question is to be cancelled, a retry or a release ends it as cancelled.
/// </summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>The outcome is final; its record is appended in the same step.</summary>
    public sealed record Done(Finished Record) : Settlement;

    /// <summary>Try again later; consumes the attempt. At the last attempt it becomes a dead letter and Failed(attemptsExhausted).</summary>
    public sealed record Retry(TimeSpan Delay, string Reason) : Settlement;

    /// <summary>Give it back at once (shutdown) or later (the model is away); consumes no attempt.</summary>
    public sealed record Release(TimeSpan Delay, string Reason) : Settlement;
}
