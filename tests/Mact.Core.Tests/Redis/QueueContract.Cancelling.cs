using Mact.Core.Queueing;

namespace Mact.Core.Tests.Redis;

/// <summary>Cancelling, wherever the question stands.</summary>
public abstract partial class QueueContract
{
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
        var mact = await server.EmptyAsync(new QueueOptions { CancelGrace = TimeSpan.FromMinutes(1) });
        var question = await mact.SubmitAsync();
        var lease = await mact.ClaimAsync();
        var journal = await mact.Store.OpenJournalAsync(lease, Token);
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = await mact.Queue.OnCancelledAsync(id => told.TrySetResult(id), Token);

        var cancelling = mact.Queue.CancelAsync(question.Id, Token);

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBe(question.Id);
        (await mact.Queue.RenewAsync(lease, TestStore.LongLease, Token)).ShouldBeFalse();
        await journal.AppendAsync(TestStore.ARecord("spent"), Token);
        (await mact.Queue.SettleAsync(lease, new Settlement.Release(TimeSpan.Zero, "cancelled"), Token)).ShouldBeTrue();
        (await cancelling).ShouldBeTrue();
        (await mact.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Cancelled);
        (await mact.TryClaimAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_cancelled_question_is_ended_without_a_worker_that_does_not_hear_and_its_late_writes_are_refused()
    {
        var mact = await server.EmptyAsync(new QueueOptions { CancelGrace = TimeSpan.FromMilliseconds(50) });
        var question = await mact.SubmitAsync();
        var lease = await mact.ClaimAsync();
        var journal = await mact.Store.OpenJournalAsync(lease, Token);
        await journal.AppendAsync(TestStore.ARecord("spent"), Token);

        (await mact.Queue.CancelAsync(question.Id, Token)).ShouldBeTrue();

        (await mact.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Cancelled);
        (await mact.Queue.InspectAsync(Token)).Leased.ShouldBe(0);
        (await mact.Queue.RenewAsync(lease, TestStore.LongLease, Token)).ShouldBeFalse();
        await Should.ThrowAsync<LeaseLostException>(() => journal.AppendAsync(TestStore.ARecord("late"), Token));
        (await mact.FinishAsync(lease)).ShouldBeFalse();
        var records = await mact.RecordsAsync(question.Id);
        records.ShouldContain(static record => record.Key == "spent");
        records.OfType<Finished>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_question_whose_worker_died_is_ended_by_the_next_claim_when_nobody_else_did()
    {
        var mact = await server.EmptyAsync(new QueueOptions { CancelGrace = TimeSpan.FromMinutes(1) });
        var question = await mact.SubmitAsync();
        await mact.ClaimAsync(TimeSpan.FromMilliseconds(300), "dying");
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = await mact.Queue.OnCancelledAsync(_ => told.TrySetResult(), Token);
        using var gone = new CancellationTokenSource();
        var cancelling = mact.Queue.CancelAsync(question.Id, gone.Token);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelling);

        await Eventually.TrueAsync(async () =>
        {
            (await mact.TryClaimAsync()).ShouldBeNull();
            return (await mact.ViewAsync(question)).Status == QuestionStatus.Cancelled;
        });
    }
}
