using System.Collections.Concurrent;
using Mact.Core.Queueing;

namespace Mact.Core.Tests.Redis;

/// <summary>Claims, and who may write.</summary>
public abstract partial class QueueContract
{
    [Fact]
    public async Task Nothing_is_lost_and_nothing_settled_twice_under_contention()
    {
        const int Questions = 200;
        var mact = await server.EmptyAsync(new QueueOptions { MaxAttempts = 50 });
        for (var i = 0; i < Questions; i++)
        {
            await mact.SubmitAsync(priority: i % 3 == 0 ? QuestionPriority.Evaluation : QuestionPriority.Interactive);
        }

        var settled = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            var (own, connection) = await server.ConnectAsync(new QueueOptions { MaxAttempts = 50 });
            await using (connection)
            {
                var random = new Random(worker);
                while (settled.Count < Questions)
                {
                    if (await own.Queue.ClaimAsync($"worker {worker}", ShortLease, Token) is not { } lease)
                    {
                        await Task.Yield();
                        continue;
                    }

                    // Some crash (never settle) and some hand back; the rest race with the end of their own lease.
                    var fate = random.Next(20);
                    if (fate >= 2 && await own.FinishAsync(lease))
                    {
                        settled.Add(lease.Question.Id);
                    }
                    else if (fate == 1)
                    {
                        await own.Queue.SettleAsync(lease, new Settlement.Release(TimeSpan.Zero, "stopping"), Token);
                    }
                }
            }
        }));

        settled.Distinct(StringComparer.Ordinal).Count().ShouldBe(Questions);
        settled.Count.ShouldBe(Questions);
        var after = await mact.Queue.InspectAsync(Token);
        (after.Ready, after.Delayed, after.Leased, after.Dead).ShouldBe((0, 0, 0, 0));
        foreach (var id in settled)
        {
            (await mact.RecordsAsync(id)).OfType<Finished>().Count().ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_stale_worker_can_neither_settle_nor_renew_nor_write()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        var stale = await mact.ClaimAsync(ShortLease, "slow");
        var journal = await mact.Store.OpenJournalAsync(stale, Token);

        var fresh = await mact.ClaimSoonAsync();

        fresh.Question.Id.ShouldBe(stale.Question.Id);
        fresh.Attempt.ShouldBe(2);
        (await mact.FinishAsync(stale)).ShouldBeFalse();
        (await mact.Queue.SettleAsync(stale, new Settlement.Retry(TimeSpan.Zero, "late"), Token)).ShouldBeFalse();
        (await mact.Queue.SettleAsync(stale, new Settlement.Release(TimeSpan.Zero, "late"), Token)).ShouldBeFalse();
        (await mact.Queue.RenewAsync(stale, TestStore.LongLease, Token)).ShouldBeFalse();
        await Should.ThrowAsync<LeaseLostException>(() => journal.AppendAsync(TestStore.ARecord("late"), Token));
        await Should.ThrowAsync<LeaseLostException>(() => journal.PutPromptPartAsync("late", Token));
        (await mact.FinishAsync(fresh)).ShouldBeTrue();
        (await mact.FinishAsync(fresh)).ShouldBeFalse();
        var records = await mact.RecordsAsync(fresh.Question.Id);
        records.ShouldNotContain(static record => record.Key == "late");
        records.OfType<AttemptFailed>().Single().Reason.ShouldContain("slow");
    }

    [Fact]
    public async Task A_renewed_lease_is_not_taken_over()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        var lease = await mact.ClaimAsync(ShortLease);

        (await mact.Queue.RenewAsync(lease, TestStore.LongLease, Token)).ShouldBeTrue();

        // A second question with the same short lease shows that its time would have passed.
        await mact.SubmitAsync();
        var other = await mact.ClaimAsync(ShortLease);
        (await mact.ClaimSoonAsync()).Question.Id.ShouldBe(other.Question.Id);
        (await mact.TryClaimAsync()).ShouldBeNull();
        (await mact.FinishAsync(lease)).ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_silence_of_all_an_owner_that_lives_gets_its_lease_back_before_anyone_takes_over()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        var owner = await mact.ClaimAsync(worker: "owner");
        await mact.FallSilentAsync();

        // Its lease is over, but for as long nobody was heard at all.
        (await mact.TryClaimAsync(worker: "other")).ShouldBeNull();
        (await mact.Queue.RenewAsync(owner, TestStore.LongLease, Token)).ShouldBeTrue();
        (await mact.FinishAsync(owner)).ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_silence_of_all_the_first_owner_that_renews_does_not_end_the_mercy_for_the_others()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        await mact.SubmitAsync();
        var quick = await mact.ClaimAsync(worker: "quick");
        var slow = await mact.ClaimAsync(worker: "slow");
        await mact.FallSilentAsync();

        (await mact.Queue.RenewAsync(quick, TestStore.LongLease, Token)).ShouldBeTrue();

        (await mact.TryClaimAsync(worker: "quick")).ShouldBeNull();
        (await mact.Queue.RenewAsync(slow, TestStore.LongLease, Token)).ShouldBeTrue();
        (await mact.FinishAsync(slow)).ShouldBeTrue();
        (await mact.FinishAsync(quick)).ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_silence_of_all_an_owner_that_died_is_waited_for_once()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        await mact.ClaimAsync(worker: "owner");
        await mact.FallSilentAsync();
        (await mact.TryClaimAsync(worker: "other")).ShouldBeNull();

        await mact.FallSilentAsync();

        (await mact.ClaimAsync(worker: "other")).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_handed_back_question_is_claimable_at_once_and_keeps_its_attempts()
    {
        var mact = await server.EmptyAsync(new QueueOptions { MaxAttempts = 1 });
        var question = await mact.SubmitAsync();
        for (var i = 0; i < 5; i++)
        {
            var lease = await mact.ClaimAsync();
            lease.Attempt.ShouldBe(1);
            (await mact.Queue.SettleAsync(lease, new Settlement.Release(TimeSpan.Zero, "The worker stops."), Token)).ShouldBeTrue();
            (await mact.FinishAsync(lease)).ShouldBeFalse();
        }

        (await mact.RecordsAsync(question.Id)).OfType<HandedBack>().Count().ShouldBe(5);
        (await mact.FinishAsync(await mact.ClaimAsync())).ShouldBeTrue();
    }
}
