using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

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
        var options = (observed?.Options.Skip(1) ?? []).Select(option => Projections.Dissent.Of(option, observed!.Step));
        var answers = (vote?.Options.Skip(1) ?? []).Select(option => Projections.Dissent.Of(option, vote!.Step));
        return
        [
            .. options.Concat(answers)
                .DistinctBy(static dissent => (dissent.Value, dissent.Step))
                .OrderByDescending(static dissent => dissent.Programs + dissent.Plans),
        ];
    }
}

/// <summary>What the agreement behind an answer is worth.</summary>
public enum AnswerTrust
{
    /// <summary>Nothing was voted on.</summary>
    NotVoted,

    /// <summary>Votes are what the model wrote; no program was run for them.</summary>
    NotExecuted,

    /// <summary>At most half of the samples asked gave this result.</summary>
    Low,

    /// <summary>More than half, not all.</summary>
    Majority,

    /// <summary>All of them.</summary>
    Unanimous,
}

/// <summary>A result that lost a vote.</summary>
/// <param name="Value">For display.</param>
/// <param name="Programs">Executed samples behind it.</param>
/// <param name="Plans">Plans that merely wrote it.</param>
/// <param name="Step">Where the vote took place.</param>
public sealed record Dissent(string Value, int Programs, int Plans, int Step)
{
    /// <summary>From an option of a vote.</summary>
    public static Dissent Of(VoteOption option, int step)
    {
        ArgumentNullException.ThrowIfNull(option);
        return new(option.Value, option.Executed.Count, option.Guessed.Count, step);
    }

    /// <summary>"1 program", "2 plans", or both.</summary>
    public string Voices(IStringLocalizer<Texts> t) => (Programs, Plans) switch
    {
        ( > 0, > 0) => $"{t.Count(Programs, "{0} program", "{0} programs")}, {t.Count(Plans, "{0} plan", "{0} plans")}",
        ( > 0, _) => t.Count(Programs, "{0} program", "{0} programs"),
        _ => t.Count(Plans, "{0} plan", "{0} plans"),
    };
}

/// <summary>Agreement and decisions in words.</summary>
public static class AgreementWords
{
    /// <summary>"3 of 5 programs gave this result".</summary>
    public static string Of(Agreement? agreement, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return agreement switch
        {
            null or { Of: 0 } => t["Nothing was put to a vote"],
            { Executed: true } => t["{0} of {1} programs gave this result", agreement.Votes, agreement.Of],
            _ => t["{0} of {1} samples wrote this; no program was run for it", agreement.Votes, agreement.Of],
        };
    }

    /// <summary>"3 of 5".</summary>
    public static string Short(Agreement agreement, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        ArgumentNullException.ThrowIfNull(t);
        return t["{0} of {1}", agreement.Votes, agreement.Of];
    }

    /// <summary>What the reader should know before relying on it; null where nothing speaks against it.</summary>
    public static string? Warning(RunAnswer answer, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(t);
        if (answer.BelowThreshold is { } threshold)
        {
            return t[
                "The agreement is below the {0} that was asked for. This is the leading answer, not a confirmed one: read what the others found, or ask again with more samples.",
                Show.Percent(threshold)];
        }

        return answer.Trust switch
        {
            AnswerTrust.NotVoted => t["No vote stands behind this answer. Check it against the table before you rely on it."],
            AnswerTrust.NotExecuted => t["No program computed this answer: it is what the model wrote. Check it against the table before you rely on it."],
            AnswerTrust.Low => t["Low agreement: no more than half of the programs gave this result. Read what the others found before you rely on it."].Value,
            _ => null,
        };
    }

    /// <summary>How an answer was reached, where the vote itself gave no reason.</summary>
    public static string By(AnsweredBy by, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return by switch
        {
            AnsweredBy.Finish => t["The planner chose to finish, and its answer won the vote."],
            AnsweredBy.Shortcut => t["The plans of the first step agreed on it, so the loop ended early."],
            AnsweredBy.PreAnswerVote => t["The steps did not reach an end; the answers that the first plans had reached were put to a vote."],
            AnsweredBy.DirectFallback => t["The steps did not reach an end; a direct request gave this answer."],
            _ => t["The samples were put to one vote."],
        };
    }

    /// <summary>A short name of the same: a key of the texts.</summary>
    public static string ShortBy(AnsweredBy by) => by switch
    {
        AnsweredBy.Finish => "Finished by vote",
        AnsweredBy.Shortcut => "Early agreement",
        AnsweredBy.PreAnswerVote => "Vote of first plans",
        AnsweredBy.DirectFallback => "Direct answer",
        _ => "One vote",
    };
}
