using System.ComponentModel.DataAnnotations;

namespace Mact.Core.Queueing;

/// <summary>At-least-once queue of questions, fenced by a token per claim, on the server's clock.</summary>
public interface IQuestionQueue
{
    /// <summary>Stores and queues a question, atomically.</summary>
    /// <param name="question">What to answer.</param>
    /// <param name="idempotency">Key and body hash, where the client gave a key.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Submission> SubmitAsync(Question question, IdempotencyKey? idempotency, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the next question; promotes due retries and expired leases first, and ends those that are cancelled or out of attempts.
    /// Appends <see cref="AttemptStarted"/> (and <see cref="AttemptFailed"/> for a lease that was lost). Null when there is none.
    /// </summary>
    Task<Lease?> ClaimAsync(string worker, TimeSpan leaseTime, CancellationToken cancellationToken);

    /// <summary>Extends a lease. False: it is lost, or the question was cancelled; stop at once.</summary>
    Task<bool> RenewAsync(Lease lease, TimeSpan leaseTime, CancellationToken cancellationToken);

    /// <summary>Ends an attempt. False: the lease is lost and nothing was changed.</summary>
    Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken cancellationToken);

    /// <summary>Cancels wherever it stands. False: unknown or already terminal.</summary>
    Task<bool> CancelAsync(string id, CancellationToken cancellationToken);

    /// <summary>Puts a dead-lettered question back with fresh attempts. False: it is not dead.</summary>
    Task<bool> RetryDeadAsync(string id, CancellationToken cancellationToken);

    /// <summary>The given-up questions, newest first. Their records have the reasons of every attempt.</summary>
    Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int limit, CancellationToken cancellationToken);

    /// <summary>How many questions of the same priority are ahead; null when it does not wait in line.</summary>
    Task<long?> AheadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Depth, oldest age, leased, delayed, dead, workers.</summary>
    Task<QueueSnapshot> InspectAsync(CancellationToken cancellationToken);

    /// <summary>Says that a worker is alive, for a while.</summary>
    Task BeatAsync(string worker, TimeSpan validity, CancellationToken cancellationToken);

    /// <summary>Completes when something may have become claimable, or at the timeout: a nudge over pub/sub, with polling as the safety
    /// net.</summary>
    Task WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Calls back when a running question is to be cancelled, so that a worker stops within a second. Dispose to stop listening.</summary>
    Task<IAsyncDisposable> OnCancelledAsync(Action<string> callback, CancellationToken cancellationToken);
}

/// <summary>The right to work on a question until a moment that renewal moves on.</summary>
/// <param name="Question">What to answer.</param>
/// <param name="Attempt">From 1: attempts consumed, this one included. The same again after a question was handed back.</param>
/// <param name="QueueWait">From submission, or from when it was due again, to this claim.</param>
public sealed record Lease(Question Question, int Attempt, TimeSpan QueueWait)
{
    /// <summary>The fencing token: grows with every claim of the question, whether or not it consumed an attempt.</summary>
    public long Token { get; init; } = Attempt;
}

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
    public sealed record Full(TimeSpan RetryAfter, bool ClientLimit) : Submission
    {
        /// <summary>Which other limit it is, in a sentence; null: none.</summary>
        public Sentence? Limit { get; init; }
    }

    /// <summary>Tables of the question are not stored, or not any more; nothing was queued.</summary>
    public sealed record TableMissing(IReadOnlyList<string> Ids) : Submission;
}

/// <summary>A client's Idempotency-Key with the hash of the body it came with.</summary>
public sealed record IdempotencyKey(string Key, string BodyHash);

/// <summary>
/// How an attempt ends; refused when the lease is lost. Where the question is to be cancelled, a retry or a release ends it as cancelled.
/// </summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>The outcome is final; its record is appended in the same step.</summary>
    public sealed record Done(Outcome Outcome) : Settlement;

    /// <summary>Try again later; consumes the attempt. At the last attempt it becomes a dead letter and Failed(attemptsExhausted).</summary>
    public sealed record Retry(TimeSpan Delay, Sentence Reason) : Settlement;

    /// <summary>Give it back at once (shutdown) or later (the model is away); consumes no attempt.</summary>
    public sealed record Release(TimeSpan Delay, Sentence Reason) : Settlement;
}

/// <summary>A question that was given up after its last attempt.</summary>
public sealed record DeadLetter(string Id, DateTimeOffset At);

/// <summary>Bounds of the queue; section "Queue".</summary>
public sealed class QueueOptions
{
    public const string SectionName = "Queue";

    /// <summary>Questions that may wait (ready or due later); one more is refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 5_000;

    /// <summary>Unfinished questions of one client, running ones included.</summary>
    [Range(1, 1_000_000)]
    public int MaxPerClient { get; set; } = 1_000;

    /// <summary>Attempts that may end in a crash, a lost lease or a fault before a question is given up.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long a claim holds without renewal: the time until a crashed worker's question is taken over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a worker has to let a cancelled question go; one that is dead, frozen or cut off is not waited for any longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CancelGrace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Interactive questions claimed in a row while an evaluation waits; then it is the evaluation's turn.</summary>
    [Range(1, 1_000)]
    public int InteractiveInARow { get; set; } = 4;

    /// <summary>How often a worker asks for work without a nudge: the safety net behind pub/sub, and how late a due retry may start.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What a client that was refused is told to wait.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}
