using CsCheck;
using Mact.Core.Queueing;

namespace Mact.Core.Tests.Redis;

/// <summary>One truth for a status: what the store and its history say is what the records come to.</summary>
public abstract partial class QueueContract
{
    private static readonly string[] Steps =
        [
            "claim", "wait", "resume", "note", "retry now", "retry later", "release now", "release later", "answer", "doubt", "halt", "fail",
            "cancel", "put back",
        ];

    // Half of the steps are claims, or most walks would end at once.
    private static readonly Gen<string[]> Walks = Gen.Int[-Steps.Length, Steps.Length - 1].Select(
        static index => Steps[Math.Max(0, index)]).Array[1, 12];

    [Fact]
    public Task After_every_step_of_any_walk_the_history_says_what_the_records_say() => Walks.SampleAsync(
        async walk =>
        {
            var mact = await server.EmptyAsync(new QueueOptions { MaxAttempts = 2, CancelGrace = TimeSpan.Zero });
            var question = await mact.SubmitAsync();
            Lease? lease = null;
            foreach (var (number, step) in walk.Index())
            {
                lease = await StepAsync(mact, question, lease, step, number);

                var told = (await mact.Store.ListAsync(before: null, 10, Token)).ShouldHaveSingleItem().Status;
                told.ShouldBe((await mact.ViewAsync(question)).Status, $"{string.Join(", ", walk)}: after {number + 1}");
            }
        },
        iter: 60,
        threads: 1);

    private static async Task<Lease?> StepAsync(TestStore mact, Question question, Lease? lease, string step, int number)
    {
        switch (step)
        {
            case "claim":
                return await mact.TryClaimAsync() ?? lease;
            case "cancel":
                await mact.Queue.CancelAsync(question.Id, Token);
                return lease;
            case "put back":
                await mact.Queue.RetryDeadAsync(question.Id, Token);
                return lease;
        }

        if (lease is null)
        {
            return lease;
        }

        if (Settling(step) is { } settlement)
        {
            await mact.Queue.SettleAsync(lease, settlement, Token);
            return null;
        }

        RunRecord record = step switch
        {
            "wait" => new ModelWaiting("planner", "starting", "model is starting", 1),
            "resume" => new ModelResumed("planner", 2),
            _ => new PlansRead(1, []),
        };
        try
        {
            await (await mact.Store.OpenJournalAsync(lease, Token)).AppendAsync(
                record with { Key = $"step/{number}", At = DateTimeOffset.UnixEpoch, Attempt = lease.Attempt }, Token);
        }
        catch (LeaseLostException)
        {
            return null;
        }

        return lease;
    }

    private static Settlement? Settling(string step) => step switch
    {
        "retry now" => new Settlement.Retry(TimeSpan.Zero, "The disk was full."),
        "retry later" => new Settlement.Retry(TimeSpan.FromMinutes(1), "The disk was full."),
        "release now" => new Settlement.Release(TimeSpan.Zero, "The worker stops."),
        "release later" => new Settlement.Release(TimeSpan.FromMinutes(1), "The model is away."),
        "answer" => new Settlement.Done(TestStore.Answered()),
        "doubt" => new Settlement.Done(new Outcome.NotEnoughAgreement(TestStore.Answered(), 0.9)),
        "halt" => new Settlement.Done(new Outcome.Halted(HaltReason.Steps, "The limit on steps.")),
        "fail" => new Settlement.Done(new Outcome.Failed(new QuestionError(ErrorCodes.ModelUnavailable, "It is away."))),
        _ => null,
    };
}
