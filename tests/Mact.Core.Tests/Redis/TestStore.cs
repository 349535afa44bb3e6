using Mact.Core.Queueing;
using Mact.Core.Redis;
using Mact.Core.Tables;
using StackExchange.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>Queue and store on one connection, with the short words that tests need.</summary>
internal sealed record TestStore(RedisQuestionQueue Queue, RedisQuestionStore Store, IConnectionMultiplexer Connection)
{
    public static readonly TimeSpan LongLease = TimeSpan.FromMinutes(5);

    private static int _last;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Table ATable(string cell = "1") =>
        new(
            "t",
            [new Column("a", "A", ColumnType.Integer), new Column("b", "B", ColumnType.Text)],
            [new Cell(cell, 1L), new Cell("x", "x"), new Cell("2", 2.5), Cell.Null]);

    public static Question AQuestion(string tableId, string client = "client", QuestionPriority priority = QuestionPriority.Interactive) =>
        new(
            $"q{Interlocked.Increment(ref _last):D9}",
            "How many?",
            [new TableRef(tableId, "t")],
            [],
            new QuestionOptions { Priority = priority },
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            client);

    public static Outcome.Answered Answered(string answer = "42") => new([answer], AnsweredBy.Finish, new Agreement(4, 5, 1, Executed: true));

    public static ModelWaiting ARecord(string key, string endpoint = "model") =>
        new(endpoint, "starting", "model is starting", 0) { Key = key, At = DateTimeOffset.UnixEpoch };

    public async Task<Question> SubmitAsync(string client = "client", QuestionPriority priority = QuestionPriority.Interactive)
    {
        var question = AQuestion(await Store.PutTableAsync(ATable(), Token), client, priority);
        (await Queue.SubmitAsync(question, idempotency: null, Token)).ShouldBe(new Submission.Accepted(question.Id));
        return question;
    }

    public Task<Lease?> TryClaimAsync(TimeSpan? lease = null, string worker = "worker") => Queue.ClaimAsync(worker, lease ?? LongLease, Token);

    public async Task<Lease> ClaimAsync(TimeSpan? lease = null, string worker = "worker") => (await TryClaimAsync(lease, worker)).ShouldNotBeNull();

    /// <summary>Claims as soon as there is something: an expired lease, a due retry.</summary>
    public async Task<Lease> ClaimSoonAsync(TimeSpan? lease = null, string worker = "worker")
    {
        Lease? claimed = null;
        await Eventually.TrueAsync(async () => (claimed = await TryClaimAsync(lease, worker)) is not null);
        return claimed!;
    }

    public Task<bool> FinishAsync(Lease lease, string answer = "42") => Queue.SettleAsync(lease, new Settlement.Done(Answered(answer)), Token);

    public async Task<IReadOnlyList<RunRecord>> RecordsAsync(string id) =>
        [.. (await Store.ReadRecordsAsync(id, 0, Token)).Select(static stored => stored.Record)];

    public async Task<QuestionView> ViewAsync(Question question) =>
        QuestionProjection.Project(question, await Store.ReadRecordsAsync(question.Id, 0, Token));

    /// <summary>As if nobody had been heard for longer than any lease: each is over, and the last renewal long ago.</summary>
    public async Task FallSilentAsync()
    {
        var redis = Connection.GetDatabase();
        foreach (var id in await redis.SortedSetRangeByRankAsync(RedisKeys.Leased))
        {
            await redis.SortedSetAddAsync(RedisKeys.Leased, id, 1);
        }

        await redis.StringSetAsync(RedisKeys.Pulse, 1);
    }

    public async Task<int> KeysLeftAsync()
    {
        // When a worker was last heard belongs to no question.
        var redis = Connection.GetDatabase();
        return (int)await redis.ExecuteAsync("DBSIZE") - (await redis.KeyExistsAsync(RedisKeys.Pulse) ? 1 : 0);
    }
}
