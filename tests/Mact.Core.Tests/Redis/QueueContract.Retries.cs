using Mact.Core.Queueing;

namespace Mact.Core.Tests.Redis;

/// <summary>Attempts that failed, and the last of them.</summary>
public abstract partial class QueueContract
{
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
        (await mact.RecordsAsync(question.Id))
            .OfType<AttemptFailed>()
            .Select(static failed => failed.Reason)
            .ShouldBe(["reason 1", "reason 2", "reason 3"]);
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
}
