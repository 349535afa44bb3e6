namespace Mact.Web.Runs;

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
