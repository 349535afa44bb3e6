using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Runs;

namespace Mact.Core.Tests.Redis;

/// <summary>What the queue promises, on whatever server.</summary>
public abstract class QueueContract(RedisFixture server)
{
    private static readonly TimeSpan ShortLease = TimeSpan.FromMilliseconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_submitted_question_is_claimed_with_everything_it_was_submitted_with()
    {
        var mact = await server.EmptyAsync();
        using var click = new Activity("click").SetIdFormat(ActivityIdFormat.W3C).Start();
        var question = TestStore.AQuestion(await mact.Store.PutTableAsync(TestStore.ATable(), Token)) with
        {
            Context = ["A caption with \"quotes\" and ünïcödé 🦆."],
            TraceParent = click.Id,
            TraceState = "vendor=1",
        };
        await mact.Queue.SubmitAsync(question, idempotency: null, Token);

        var lease = await mact.ClaimAsync();

        JsonSerializer.Serialize(lease.Question, MactJson.Default.Question).ShouldBe(JsonSerializer.Serialize(question, MactJson.Default.Question));
        lease.Attempt.ShouldBe(1);
        ActivityContext.TryParse(lease.Question.TraceParent, lease.Question.TraceState, out var parent).ShouldBeTrue();
        parent.TraceId.ShouldBe(click.TraceId);
        (await mact.RecordsAsync(question.Id)).Select(static record => record.GetType()).ShouldBe([typeof(Accepted), typeof(AttemptStarted)]);
        (await mact.TryClaimAsync()).ShouldBeNull();
    }

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
    public async Task Scripts_are_atomic_a_client_limit_is_exact_under_contention()
    {
        var options = new QueueOptions { MaxPerClient = 20 };
        var mact = await server.EmptyAsync(options);
        var table = await mact.Store.PutTableAsync(TestStore.ATable(), Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var (own, connection) = await server.ConnectAsync(options);
            await using (connection)
            {
                return await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => own.Queue.SubmitAsync(TestStore.AQuestion(table), idempotency: null, Token)));
            }
        }));

        answers.SelectMany(static all => all).OfType<Submission.Accepted>().Count().ShouldBe(20);
        (await mact.Queue.InspectAsync(Token)).Ready.ShouldBe(20);
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
    public async Task A_failed_attempt_is_tried_again_when_it_is_due_and_its_reason_is_kept()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();
        var lease = await mact.ClaimAsync();

        (await mact.Queue.SettleAsync(lease, new Settlement.Retry(TimeSpan.FromHours(1), "The disk was full."), Token)).ShouldBeTrue();

        (await mact.TryClaimAsync()).ShouldBeNull();
        (await mact.Queue.InspectAsync(Token)).Delayed.ShouldBe(1);
        (await mact.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Waiting);
        (await mact.RecordsAsync(question.Id)).OfType<AttemptFailed>().Single().Reason.ShouldBe("The disk was full.");

        await mact.SubmitAsync();
        var other = await mact.ClaimAsync();
        await mact.Queue.SettleAsync(other, new Settlement.Retry(ShortLease, "soon"), Token);
        (await mact.ClaimSoonAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task After_the_last_attempt_a_question_is_given_up_with_the_reasons_of_all()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();

        foreach (var attempt in Enumerable.Range(1, 3))
        {
            var lease = await mact.ClaimSoonAsync();
            lease.Attempt.ShouldBe(attempt);
            (await mact.Queue.SettleAsync(lease, new Settlement.Retry(TimeSpan.Zero, $"reason {attempt}"), Token)).ShouldBeTrue();
        }

        (await mact.TryClaimAsync()).ShouldBeNull();
        (await mact.Queue.InspectAsync(Token)).Dead.ShouldBe(1);
        (await mact.Queue.ListDeadAsync(10, Token)).Single().Id.ShouldBe(question.Id);
        var view = await mact.ViewAsync(question);
        view.Status.ShouldBe(QuestionStatus.Failed);
        view.Error!.Code.ShouldBe(ErrorCodes.AttemptsExhausted);
        view.Error.Message.ShouldContain("reason 3");
        (await mact.RecordsAsync(question.Id)).OfType<AttemptFailed>().Select(static failed => failed.Reason).ShouldBe(["reason 1", "reason 2", "reason 3"]);
    }

    [Fact]
    public async Task A_question_that_kills_every_worker_is_given_up()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await mact.ClaimSoonAsync(ShortLease, $"victim {attempt}")).Attempt.ShouldBe(attempt);
        }

        await Eventually.TrueAsync(async () =>
        {
            (await mact.TryClaimAsync()).ShouldBeNull();
            return (await mact.Queue.InspectAsync(Token)).Dead == 1;
        });

        var view = await mact.ViewAsync(question);
        view.Error!.Code.ShouldBe(ErrorCodes.AttemptsExhausted);
        (await mact.RecordsAsync(question.Id)).OfType<AttemptFailed>().Select(static failed => failed.Reason.Split(' ')[3]).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task A_given_up_question_can_be_put_back_and_old_claims_stay_fenced_off()
    {
        var mact = await server.EmptyAsync(new QueueOptions { MaxAttempts = 1 });
        var question = await mact.SubmitAsync();
        var first = await mact.ClaimAsync();
        await mact.Queue.SettleAsync(first, new Settlement.Retry(TimeSpan.Zero, "broken"), Token);

        (await mact.Queue.RetryDeadAsync(question.Id, Token)).ShouldBeTrue();
        (await mact.Queue.RetryDeadAsync(question.Id, Token)).ShouldBeFalse();

        (await mact.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Queued);
        var second = await mact.ClaimAsync();
        second.Token.ShouldBeGreaterThan(first.Token);
        (await mact.FinishAsync(first)).ShouldBeFalse();
        (await mact.FinishAsync(second)).ShouldBeTrue();
        (await mact.ViewAsync(question)).Answer.ShouldBe(["42"]);
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

    [Fact]
    public async Task People_go_first_but_evaluations_are_not_starved()
    {
        var mact = await server.EmptyAsync(new QueueOptions { InteractiveInARow = 4 });
        for (var i = 0; i < 3; i++)
        {
            await mact.SubmitAsync(priority: QuestionPriority.Evaluation);
        }

        for (var i = 0; i < 10; i++)
        {
            await mact.SubmitAsync();
        }

        var order = new List<char>();
        while (await mact.TryClaimAsync() is { } lease)
        {
            order.Add(lease.Question.Options.Priority == QuestionPriority.Evaluation ? 'e' : 'i');
        }

        new string([.. order]).ShouldBe("iiiieiiiieiie");
    }

    [Fact]
    public async Task A_full_queue_and_a_full_share_refuse_and_make_room_again()
    {
        var mact = await server.EmptyAsync(new QueueOptions { MaxQueued = 3, MaxPerClient = 2 });
        var table = await mact.Store.PutTableAsync(TestStore.ATable(), Token);
        await mact.SubmitAsync("greedy");
        await mact.SubmitAsync("greedy");

        (await mact.Queue.SubmitAsync(TestStore.AQuestion(table, "greedy"), idempotency: null, Token)).ShouldBeOfType<Submission.Full>().ClientLimit.ShouldBeTrue();
        await mact.SubmitAsync("modest");
        var refused = TestStore.AQuestion(table, "third");
        (await mact.Queue.SubmitAsync(refused, idempotency: null, Token)).ShouldBeOfType<Submission.Full>().ClientLimit.ShouldBeFalse();
        (await mact.Store.FindAsync(refused.Id, Token)).ShouldBeNull();

        await mact.FinishAsync(await mact.ClaimAsync());
        await mact.SubmitAsync("greedy");
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_question_and_another_body_a_conflict()
    {
        var mact = await server.EmptyAsync();
        var table = await mact.Store.PutTableAsync(TestStore.ATable(), Token);
        var question = TestStore.AQuestion(table);
        var key = new IdempotencyKey("key with spaces", "hash1");

        (await mact.Queue.SubmitAsync(question, key, Token)).ShouldBe(new Submission.Accepted(question.Id));
        (await mact.Queue.SubmitAsync(TestStore.AQuestion(table), key, Token)).ShouldBe(new Submission.Existing(question.Id));
        (await mact.Queue.SubmitAsync(TestStore.AQuestion(table), key with { BodyHash = "hash2" }, Token)).ShouldBe(new Submission.Conflict(question.Id));
        (await mact.Queue.SubmitAsync(TestStore.AQuestion(table, "another client"), key, Token)).ShouldBeOfType<Submission.Accepted>();
        (await mact.Queue.SubmitAsync(question, idempotency: null, Token)).ShouldBe(new Submission.Existing(question.Id));
        (await mact.Queue.InspectAsync(Token)).Ready.ShouldBe(2);
    }

    [Fact]
    public async Task A_question_whose_table_is_not_stored_is_refused_with_the_table_named()
    {
        var mact = await server.EmptyAsync();
        var question = TestStore.AQuestion("nowhere");

        var submission = await mact.Queue.SubmitAsync(question, idempotency: null, Token);

        submission.ShouldBeOfType<Submission.TableMissing>().Ids.ShouldBe(["nowhere"]);
        (await mact.Store.FindAsync(question.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Cancelling_a_waiting_question_ends_it_at_once()
    {
        var mact = await server.EmptyAsync();
        var queued = await mact.SubmitAsync();
        (await mact.Queue.CancelAsync(queued.Id, Token)).ShouldBeTrue();
        (await mact.ViewAsync(queued)).Status.ShouldBe(QuestionStatus.Cancelled);
        (await mact.Queue.CancelAsync(queued.Id, Token)).ShouldBeFalse();
        (await mact.Queue.CancelAsync("unknown", Token)).ShouldBeFalse();

        var delayed = await mact.SubmitAsync();
        await mact.Queue.SettleAsync(await mact.ClaimAsync(), new Settlement.Retry(TimeSpan.FromHours(1), "later"), Token);
        (await mact.Queue.CancelAsync(delayed.Id, Token)).ShouldBeTrue();
        (await mact.ViewAsync(delayed)).Status.ShouldBe(QuestionStatus.Cancelled);
        (await mact.TryClaimAsync()).ShouldBeNull();
        (await mact.Queue.InspectAsync(Token)).Delayed.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_a_running_question_tells_its_worker_which_may_still_record_what_it_spent()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();
        var lease = await mact.ClaimAsync();
        var journal = await mact.Store.OpenJournalAsync(lease, Token);
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = await mact.Queue.OnCancelledAsync(id => told.TrySetResult(id), Token);

        (await mact.Queue.CancelAsync(question.Id, Token)).ShouldBeTrue();

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBe(question.Id);
        (await mact.Queue.RenewAsync(lease, TestStore.LongLease, Token)).ShouldBeFalse();
        await journal.AppendAsync(TestStore.ARecord("spent"), Token);
        (await mact.Queue.SettleAsync(lease, new Settlement.Release(TimeSpan.Zero, "cancelled"), Token)).ShouldBeTrue();
        (await mact.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Cancelled);
        (await mact.TryClaimAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_cancelled_question_whose_worker_died_is_ended_by_the_next_claim()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();
        await mact.ClaimAsync(TimeSpan.FromMilliseconds(300), "dying");
        await mact.Queue.CancelAsync(question.Id, Token);

        await Eventually.TrueAsync(async () =>
        {
            (await mact.TryClaimAsync()).ShouldBeNull();
            return (await mact.ViewAsync(question)).Status == QuestionStatus.Cancelled;
        });
    }

    [Fact]
    public async Task A_snapshot_counts_everything_and_forgets_workers_that_fell_silent()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        await mact.SubmitAsync(priority: QuestionPriority.Evaluation);
        var leased = await mact.SubmitAsync();
        await mact.ClaimAsync();
        await mact.Queue.BeatAsync("alive", TimeSpan.FromMinutes(1), Token);
        await mact.Queue.BeatAsync("silent", TimeSpan.FromMilliseconds(1), Token);

        await Eventually.TrueAsync(async () => (await mact.Queue.InspectAsync(Token)).Workers == 1);

        var snapshot = await mact.Queue.InspectAsync(Token);
        (snapshot.Ready, snapshot.Delayed, snapshot.Leased, snapshot.Dead).ShouldBe((2, 0, 1, 0));
        snapshot.OldestAge.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        (await mact.Queue.AheadAsync(leased.Id, Token)).ShouldBe(0);
        (await mact.Queue.AheadAsync("unknown", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_waiting_worker_is_woken_by_a_submission()
    {
        var mact = await server.EmptyAsync();
        var waiting = mact.Queue.WaitForWorkAsync(TimeSpan.FromMinutes(5), Token);

        // The first submission may come before the subscription stands, as in life; the safety net for that is the timeout.
        await Eventually.TrueAsync(async () =>
        {
            await mact.SubmitAsync();
            return waiting.IsCompleted;
        });

        await waiting;
    }

    [Fact]
    public async Task A_question_whose_data_is_gone_does_not_block_the_queue()
    {
        var mact = await server.EmptyAsync();
        var gone = await mact.SubmitAsync();
        var there = await mact.SubmitAsync();
        await mact.Connection.GetDatabase().KeyDeleteAsync($"{{mact}}:question:{gone.Id}");

        (await mact.ClaimAsync()).Question.Id.ShouldBe(there.Id);
        (await mact.TryClaimAsync()).ShouldBeNull();
        (await mact.Queue.InspectAsync(Token)).Leased.ShouldBe(1);
    }
}
