using System.Globalization;
using Mact.Core.Queueing;

namespace Mact.Core.Redis;

/// <summary>The records that the queue itself writes. Keys carry the claim's token, so that each claim writes them once.</summary>
internal sealed class QueueRecords(TimeProvider time)
{
    public Accepted Accepted(Question question) => new(question) { Key = "accepted", At = time.GetUtcNow() };

    public AttemptStarted Started(Claim claim, string worker) =>
        new(worker, claim.Waited.TotalMilliseconds) { Key = Key(claim.Token, "started"), At = time.GetUtcNow(), Attempt = claim.Attempt };

    /// <summary>The attempt before this claim, whose worker let its lease run out.</summary>
    public AttemptFailed Lost(Claim claim, int attempt, bool triedAgain)
    {
        var now = time.GetUtcNow();
        return new($"The worker {claim.LostBy} stopped renewing its lease: it crashed, was stopped hard, or lost its connection.", triedAgain ? now : null)
        {
            Key = Key(claim.Token - 1, "lost"),
            At = now,
            Attempt = attempt,
        };
    }

    public AttemptFailed Failed(Lease lease, string reason, TimeSpan? delay)
    {
        var now = time.GetUtcNow();
        return new(reason, now + delay) { Key = Key(lease.Token, "failed"), At = now, Attempt = lease.Attempt };
    }

    public HandedBack HandedBack(Lease lease, string reason, TimeSpan delay)
    {
        var now = time.GetUtcNow();
        return new(reason, delay > TimeSpan.Zero ? now + delay : null) { Key = Key(lease.Token, "handedBack"), At = now, Attempt = lease.Attempt };
    }

    public Finished Cancelled(long token, int attempt) => Finished(new Outcome.Cancelled(), token, attempt);

    public Finished Exhausted(string lastReason, long token, int attempt) => Finished(
        new Outcome.Failed(new QuestionError(
            ErrorCodes.AttemptsExhausted,
            $"Given up after {attempt.ToString(CultureInfo.InvariantCulture)} attempts. The last one: {lastReason} "
                + "The timeline has the reason of each. Look at the worker's log, then put the question back.")),
        token,
        attempt);

    public PutBack PutBack(long token) => new() { Key = Key(token, "putBack"), At = time.GetUtcNow() };

    /// <summary>A key per claim: a question that was put back by hand ends a second time.</summary>
    public static Finished Finished(Lease lease, Finished record) => record with { Key = Key(lease.Token, "finished"), Attempt = lease.Attempt };

    private static string Key(long token, string what) => string.Create(CultureInfo.InvariantCulture, $"claim/{token}/{what}");

    private Finished Finished(Outcome outcome, long token, int attempt) =>
        new(outcome) { Key = Key(token, "finished"), At = time.GetUtcNow(), Attempt = attempt };
}
