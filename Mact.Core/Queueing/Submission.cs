namespace Mact.Core.Queueing;

/// <summary>What became of a question that was handed in.</summary>
public abstract record Submission
{
    private Submission()
    {
    }

    /// <summary>Stored and queued.</summary>
    public sealed record Accepted(string Id) : Submission;

    /// <summary>The idempotency key was used before with the same body: this is that question.</summary>
    public sealed record Existing(string Id) : Submission;

    /// <summary>The idempotency key was used before with another body.</summary>
    public sealed record Conflict(string Id) : Submission;

    /// <summary>The queue, or this client's share of it, is full.</summary>
    /// <param name="RetryAfter">A fair guess at when to try again.</param>
    /// <param name="ClientLimit">The client's own limit, not the queue's.</param>
    public sealed record Full(TimeSpan RetryAfter, bool ClientLimit) : Submission;

    /// <summary>Tables of the question are not stored, or not any more; nothing was queued.</summary>
    public sealed record TableMissing(IReadOnlyList<string> Ids) : Submission;
}
