using System.Collections.Concurrent;
using Mact.Core.Queueing;

namespace Mact.Api.Tests.Fakes;

/// <summary>The part of the queue that the Api uses, in memory.</summary>
internal sealed class MemoryQueue(MemoryStore store, TimeProvider time) : IQuestionQueue
{
    private readonly ConcurrentDictionary<(string Client, string Key), (string Hash, string Id)> _keys = new();
    private readonly List<string> _dead = [];

    /// <summary>The last question that was handed in.</summary>
    public Question? Last { get; private set; }

    /// <summary>What the next submission comes to; null = it is taken.</summary>
    public Submission? Verdict { get; set; }

    public long? Ahead { get; set; }

    /// <summary>Gives a question up.</summary>
    public void Bury(string id) => _dead.Add(id);

    public Task<Submission> SubmitAsync(Question question, IdempotencyKey? idempotency, CancellationToken cancellationToken)
    {
        Last = question;
        return store.Trouble is null ? Task.FromResult(Verdict ?? Submit(question, idempotency)) : Task.FromException<Submission>(store.Trouble);
    }

    public Task<bool> CancelAsync(string id, CancellationToken cancellationToken)
    {
        if (store.Get(id) is not { HasEnded: false } question)
        {
            return Task.FromResult(false);
        }

        question.Append(new Finished(new Outcome.Cancelled()) { Key = "finished", At = time.GetUtcNow() });
        return Task.FromResult(true);
    }

    public Task<bool> RetryDeadAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_dead.Remove(id));

    public Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. _dead.Select(id => new DeadLetter(id, time.GetUtcNow()))]);

    public Task<long?> AheadAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Ahead);

    public Task<QueueSnapshot> InspectAsync(CancellationToken cancellationToken) => store.Trouble is null
        ? Task.FromResult(new QueueSnapshot(store.QuestionCount, 0, 0, _dead.Count, TimeSpan.FromSeconds(1.5), 2))
        : Task.FromException<QueueSnapshot>(store.Trouble);

    public Task<Lease?> ClaimAsync(string worker, TimeSpan leaseTime, CancellationToken cancellationToken) => throw Workers();

    public Task<bool> RenewAsync(Lease lease, TimeSpan leaseTime, CancellationToken cancellationToken) => throw Workers();

    public Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken cancellationToken) => throw Workers();

    public Task BeatAsync(string worker, TimeSpan validity, CancellationToken cancellationToken) => throw Workers();

    public Task WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken) => throw Workers();

    public Task<IAsyncDisposable> OnCancelledAsync(Action<string> callback, CancellationToken cancellationToken) => throw Workers();

    private Submission Submit(Question question, IdempotencyKey? idempotency)
    {
        if (question.Tables.Where(table => !store.HasTable(table.Id)).Select(static table => table.Id).ToList() is { Count: > 0 } missing)
        {
            return new Submission.TableMissing(missing);
        }

        if (idempotency is not null)
        {
            var (hash, id) = _keys.GetOrAdd((question.Client, idempotency.Key), (idempotency.BodyHash, question.Id));
            if (id != question.Id)
            {
                return hash == idempotency.BodyHash ? new Submission.Existing(id) : new Submission.Conflict(id);
            }
        }

        store.Add(question);
        store.Get(question.Id)!.Append(new Accepted(question) { Key = "accepted", At = question.SubmittedAt });
        return new Submission.Accepted(question.Id);
    }

    private static NotSupportedException Workers() => new("Only workers do this.");
}
