using Mact.Core.Questions;
using Mact.Core.Runs;

namespace Mact.Web.Runs;

/// <summary>The answer with what speaks for and against it.</summary>
/// <param name="Values">One item per value.</param>
/// <param name="By">How it was reached.</param>
/// <param name="Agreement">The weakest vote that it depends on.</param>
/// <param name="Trust">What the agreement is worth.</param>
/// <param name="Reason">What the vote itself says of how it was decided; empty where it says nothing.</param>
/// <param name="Dissent">What others said, strongest first.</param>
/// <param name="Sql">The program behind it.</param>
/// <param name="BelowThreshold">The agreement that was asked for and not reached; null otherwise.</param>
public sealed record RunAnswer(
    IReadOnlyList<string> Values,
    AnsweredBy By,
    Agreement? Agreement,
    AnswerTrust Trust,
    string Reason,
    IReadOnlyList<Dissent> Dissent,
    string? Sql,
    double? BelowThreshold)
{
    /// <summary>The vote among plans that chose to finish.</summary>
    public Agreement? FinishVote { get; init; }

    /// <summary>The step that the answer was read from.</summary>
    public int? EvidenceStep { get; init; }

    /// <summary>The leading answer of a run that ended with one, or null.</summary>
    public static RunAnswer? From(RunTimeline timeline)
    {
        var (answered, threshold) = timeline.Outcome switch
        {
            Outcome.Answered outcome => (outcome, (double?)null),
            Outcome.NotEnoughAgreement outcome => (outcome.Leading, outcome.Threshold),
            _ => (null, null),
        };
        if (answered is null)
        {
            return null;
        }

        var vote = timeline.Steps.SelectMany(static step => step.Votes).LastOrDefault(static vote => vote.Accepted);
        return new(
            answered.Answer,
            answered.By,
            answered.Agreement,
            TrustOf(answered.Agreement),
            vote?.Reason ?? string.Empty,
            DissentOf(timeline, answered, vote),
            answered.Sql,
            threshold)
        {
            FinishVote = answered.FinishVote,
            EvidenceStep = answered.EvidenceStep,
        };
    }

    private static AnswerTrust TrustOf(Agreement? agreement) => agreement switch
    {
        null or { Of: 0 } => AnswerTrust.NotVoted,
        { Executed: false } => AnswerTrust.NotExecuted,
        { Share: <= 0.5 } => AnswerTrust.Low,
        { Share: < 1 } => AnswerTrust.Majority,
        _ => AnswerTrust.Unanimous,
    };

    private static IReadOnlyList<Dissent> DissentOf(RunTimeline timeline, Outcome.Answered answered, AnswerVoted? vote)
    {
        var observed = answered.Agreement is { } agreement
            ? timeline.Steps.FirstOrDefault(step => step.Number == agreement.Step)?.Observed
            : null;
        var options = (observed?.Options.Skip(1) ?? []).Select(option => Runs.Dissent.Of(option, observed!.Step));
        var answers = (vote?.Options.Skip(1) ?? []).Select(option => Runs.Dissent.Of(option, vote!.Step));
        return
        [
            .. options.Concat(answers)
                .DistinctBy(static dissent => (dissent.Value, dissent.Step))
                .OrderByDescending(static dissent => dissent.Programs + dissent.Plans),
        ];
    }
}
