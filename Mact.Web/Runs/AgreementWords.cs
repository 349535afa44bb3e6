using Mact.Core.Questions;
using Mact.Web.Formatting;
using Mact.Web.Localization;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Runs;

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
