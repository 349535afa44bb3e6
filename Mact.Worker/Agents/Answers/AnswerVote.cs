using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Voting;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Telemetry;

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
        await run.Log.AppendAsync(
            new AnswerVoted(step, by, vote.Options, agreement, accepted, reason) { Key = key, At = run.Log.Now, Attempt = run.Log.Attempt },
            cancellationToken);
    }
}
