using CsCheck;
using Mact.Client.Questions;
using Mact.Client.Runs;
using Mact.Core.Questions;
using Mact.Core.Queueing;

namespace Mact.Testing;

/// <summary>Whatever may happen to a question, in any order: claims, waits, failures, ends, cancelling, putting back.</summary>
public static class QuestionWalks
{
    private static readonly string[] Steps =
    [
        "claim", "wait", "resume", "note", "retry now", "retry later", "release now", "release later", "answer", "doubt", "halt", "fail",
        "cancel", "put back",
    ];

    private static readonly Outcome.Answered Answered = new(["42"], AnsweredBy.Finish, new Agreement(4, 5, 1, Executed: true));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Half of the steps are claims, or most walks would end at once.</summary>
    public static Gen<string[]> All { get; } =
        Gen.Int[-Steps.Length, Steps.Length - 1].Select(static index => Steps[Math.Max(0, index)]).Array[1, 12];

    /// <summary>Takes a step of the only question in the queue; returns the lease on it, or null where nobody has one.</summary>
    /// <param name="queue">Its queue.</param>
    /// <param name="store">Its store.</param>
    /// <param name="id">The question's.</param>
    /// <param name="lease">From the step before.</param>
    /// <param name="step">One of a walk.</param>
    /// <param name="number">Its place in the walk.</param>
    public static async Task<Lease?> StepAsync(IQuestionQueue queue, IQuestionStore store, string id, Lease? lease, string step, int number)
    {
        switch (step)
        {
            case "claim":
                return await queue.ClaimAsync("worker", TimeSpan.FromMinutes(5), Token) ?? lease;
            case "cancel":
                await queue.CancelAsync(id, Token);
                return lease;
            case "put back":
                await queue.RetryDeadAsync(id, Token);
                return lease;
        }

        if (lease is null)
        {
            return lease;
        }

        if (Settling(step) is { } settlement)
        {
            await queue.SettleAsync(lease, settlement, Token);
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
            await (await store.OpenJournalAsync(lease, Token)).AppendAsync(
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
        "retry now" => new Settlement.Retry(TimeSpan.Zero, "Redis did not answer in time."),
        "retry later" => new Settlement.Retry(TimeSpan.FromMinutes(1), "Redis did not answer in time."),
        "release now" => new Settlement.Release(TimeSpan.Zero, "The worker stops."),
        "release later" => new Settlement.Release(TimeSpan.FromMinutes(1), "The model is away."),
        "answer" => new Settlement.Done(Answered),
        "doubt" => new Settlement.Done(new Outcome.NotEnoughAgreement(Answered, 0.9)),
        "halt" => new Settlement.Done(new Outcome.Halted(HaltReason.Steps, "The limit on steps.")),
        "fail" => new Settlement.Done(new Outcome.Failed(new QuestionError(ErrorCodes.ModelUnavailable, "It is away."))),
        _ => null,
    };
}
