using Mact.Core.Queueing;
using StackExchange.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>A server may die after any of a script's writes: the question is still there, and ends once.</summary>
public abstract class CrashContract(RedisFixture server)
{
    // More than any script here makes, so that the last round is an undisturbed one.
    private const int MostWrites = 20;

    private static readonly TimeSpan ShortLease = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task While_a_question_is_claimed() =>
        AtEveryWriteAsync(static async (_, dying, _) => await dying.Queue.ClaimAsync("worker", ShortLease, Token));

    [Fact]
    public Task While_a_lost_lease_is_taken_over() => AtEveryWriteAsync(static async (mact, dying, _) =>
    {
        await mact.ClaimAsync(TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(async () => (await mact.Queue.InspectAsync(Token)).Leased == 0);
        await dying.Queue.ClaimAsync("worker", ShortLease, Token);
    });

    [Fact]
    public Task While_an_outcome_is_settled() => AtEveryWriteAsync(static async (mact, dying, _) =>
        await dying.Queue.SettleAsync(await mact.ClaimAsync(TimeSpan.FromMilliseconds(500)), new Settlement.Done(TestStore.Answered()), Token));

    [Fact]
    public Task While_a_question_is_put_back_for_later() => AtEveryWriteAsync(static async (mact, dying, _) =>
        await dying.Queue.SettleAsync(
            await mact.ClaimAsync(TimeSpan.FromMilliseconds(500)), new Settlement.Retry(TimeSpan.FromMilliseconds(10), "a fault"), Token));

    [Fact]
    public Task While_a_question_is_handed_back() => AtEveryWriteAsync(static async (mact, dying, _) =>
        await dying.Queue.SettleAsync(
            await mact.ClaimAsync(TimeSpan.FromMilliseconds(500)), new Settlement.Release(TimeSpan.Zero, "stopping"), Token));

    [Fact]
    public Task While_a_record_is_appended() => AtEveryWriteAsync(static async (mact, dying, question) =>
    {
        var lease = await mact.ClaimAsync();
        var record = TestStore.ARecord("1/plan/0");
        try
        {
            await (await dying.Store.OpenJournalAsync(lease, Token)).AppendAsync(record, Token);
        }
        catch (RedisServerException)
        {
            // The writer tries again when the server is back.
        }

        await (await mact.Store.OpenJournalAsync(lease, Token)).AppendAsync(record, Token);
        (await mact.RecordsAsync(question.Id)).Count(static stored => stored.Key == "1/plan/0").ShouldBe(1);
        await mact.FinishAsync(lease);
    });

    private async Task AtEveryWriteAsync(Func<TestStore, TestStore, Question, Task> step)
    {
        for (var writes = 0; writes <= MostWrites; writes++)
        {
            var mact = await server.EmptyAsync(new QueueOptions { MaxAttempts = 10 });
            var dying = RedisFixture.Open(
                DyingConnection.After(writes, mact.Connection), new QueueOptions { MaxAttempts = 10 }, retention: null, time: null);
            var question = await mact.SubmitAsync();
            try
            {
                await step(mact, dying, question);
            }
            catch (RedisServerException)
            {
                // The server died; the next lines are what its successor sees.
            }

            await EndedOnceAsync(mact, question, writes);
        }
    }

    private static async Task EndedOnceAsync(TestStore mact, Question question, int writes)
    {
        await Eventually.TrueAsync(async () =>
        {
            if (await mact.TryClaimAsync() is { } lease)
            {
                (await mact.FinishAsync(lease)).ShouldBeTrue();
            }

            return await mact.Queue.InspectAsync(Token) is { Ready: 0, Delayed: 0, Leased: 0 };
        });
        (await mact.RecordsAsync(question.Id)).Count(static record => record is Finished).ShouldBe(1, $"after {writes} writes");
        (await mact.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Answered);
        (await mact.TryClaimAsync()).ShouldBeNull();
    }
}
