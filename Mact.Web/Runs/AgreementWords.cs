using Mact.Core.Questions;

namespace Mact.Web.Runs;

/// <summary>Agreement and decisions in words.</summary>
public static class AgreementWords
{
    /// <summary>"3 of 5 programs gave this result".</summary>
    public static string Of(Agreement? agreement) => agreement switch
    {
        null or { Of: 0 } => "Nothing was put to a vote",
        { Executed: true } => $"{agreement.Votes} of {agreement.Of} programs gave this result",
        _ => $"{agreement.Votes} of {agreement.Of} samples wrote this; no program was run for it",
    };

    /// <summary>What the reader should know before relying on it; null where nothing speaks against it.</summary>
    public static string? Warning(RunAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.BelowThreshold is { } threshold)
        {
            return $"The agreement is below the {Formatting.Show.Percent(threshold)} that was asked for. This is the leading answer, not a confirmed one: "
                + "read what the others found, or ask again with more samples.";
        }

        return answer.Trust switch
        {
            AnswerTrust.NotVoted => "No vote stands behind this answer. Check it against the table before you rely on it.",
            AnswerTrust.NotExecuted => "No program computed this answer: it is what the model wrote. Check it against the table before you rely on it.",
            AnswerTrust.Low => "Low agreement: no more than half of the programs gave this result. Read what the others found before you rely on it.",
            _ => null,
        };
    }

    /// <summary>How an answer was reached, where the vote itself gave no reason.</summary>
    public static string By(AnsweredBy by) => by switch
    {
        AnsweredBy.Finish => "The planner chose to finish, and its answer won the vote.",
        AnsweredBy.Shortcut => "The plans of the first step agreed on it, so the loop ended early.",
        AnsweredBy.PreAnswerVote => "The steps did not reach an end; the answers that the first plans had reached were put to a vote.",
        AnsweredBy.DirectFallback => "The steps did not reach an end; a direct request gave this answer.",
        AnsweredBy.Vote => "The samples were put to one vote.",
        _ => by.ToString(),
    };

    /// <summary>A short name of the same.</summary>
    public static string ShortBy(AnsweredBy by) => by switch
    {
        AnsweredBy.Finish => "Finished by vote",
        AnsweredBy.Shortcut => "Early agreement",
        AnsweredBy.PreAnswerVote => "Vote of first plans",
        AnsweredBy.DirectFallback => "Direct answer",
        _ => "One vote",
    };
}
