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

    /// <summary>Completes when something may have become claimable, or at the timeout: a nudge over pub/sub, with polling as the safety net.</summary>
    Task WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Calls back when a running question is to be cancelled, so that a worker stops within a second. Dispose to stop listening.</summary>
    Task<IAsyncDisposable> OnCancelledAsync(Action<string> callback, CancellationToken cancellationToken);
}
