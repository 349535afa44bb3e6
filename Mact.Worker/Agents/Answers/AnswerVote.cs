using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Voting;
using Mact.Worker.Agents.Running;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Agents.Answers;

/// <summary>Votes on final answers and writes them down.</summary>
internal static class AnswerVote
{
    /// <summary>Written answers as ballots; blank ones and placeholders are no votes.</summary>
    public static IEnumerable<Ballot> Written(IEnumerable<(int Sample, string? Answer)> answers) => answers
        .Where(answer => !string.IsNullOrWhiteSpace(answer.Answer) && !FinishGuard.IsPlaceholder(answer.Answer) && NotUnderstood.Reason(answer.Answer) is null)
        .Select(answer => new Ballot(CanonicalForm.OfText(answer.Answer!).Hash, answer.Answer!.Trim(), Executed: false, answer.Sample));

    /// <summary>Appends the vote.</summary>
    public static async Task RecordAsync(
        Run run, string key, int step, AnsweredBy by, VoteResult vote, Agreement agreement, bool accepted, string reason, CancellationToken cancellationToken)
    {
        using var activity = AgentTelemetry.StartVote("answer", step);
        AgentTelemetry.Voted(activity, "answer", vote.Margin);
        await run.Log.AppendAsync(key, new AnswerVoted(step, by, vote.Options, agreement, accepted, reason), cancellationToken);
    }
}

/// <summary>The agreement of an answer: the weakest vote that it depends on.</summary>
internal static class AnswerAgreement
{
    /// <summary>
    /// The smallest winning share among the observations, at the earliest step that has it. Steps that only failed are no votes
    /// that the answer depends on. Where no step observed anything, the vote among the plans.
    /// </summary>
    public static Agreement Of(IReadOnlyList<AcceptedStep> steps, Agreement finishVote) => steps
        .Select(step => step.Observed.Agreement)
        .OfType<Agreement>()
        .OrderBy(agreement => agreement.Share)
        .ThenBy(agreement => agreement.Step)
        .FirstOrDefault() ?? finishVote with { Step = 0 };
}

/// <summary>Turns a found answer into the outcome that was asked for.</summary>
internal static class Verdict
{
    /// <summary>The answer, or NotEnoughAgreement where its agreement is below the threshold (0 = off).</summary>
    public static Outcome Of(Outcome.Answered answered, double threshold) =>
        threshold > 0 && (answered.Agreement?.Share ?? 0) < threshold - 1e-9
            ? new Outcome.NotEnoughAgreement(answered, threshold)
            : answered;
}

/// <summary>The convention by which a model says that it cannot make sense of a question.</summary>
internal static class NotUnderstood
{
    private const string Mark = "NOT_UNDERSTOOD";
    private const int MaxReason = 500;

    /// <summary>The reason, or null where the text is an answer.</summary>
    public static string? Reason(string? answer)
    {
        var text = answer?.Trim() ?? string.Empty;
        if (!text.StartsWith(Mark, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var reason = text[Mark.Length..].TrimStart(':', ' ').Trim();
        return reason.Length <= MaxReason ? reason : reason[..MaxReason];
    }

    /// <summary>The end of the run where more than half of the answers say so.</summary>
    public static Outcome.Halted? Majority(IReadOnlyCollection<string?> answers)
    {
        var reasons = answers.Select(Reason).OfType<string>().ToList();
        if (reasons.Count * 2 <= answers.Count)
        {
            return null;
        }

        var reason = reasons.GroupBy(text => text, StringComparer.Ordinal).OrderByDescending(group => group.Count()).First().Key;
        return new(HaltReason.NotUnderstood, reason.Length > 0 ? reason : "The model could not make sense of the question. Ask it in other words.");
    }
}
