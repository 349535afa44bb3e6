namespace Mact.Core.Questions;

/// <summary>How an answer was reached.</summary>
public enum AnsweredBy
{
    /// <summary>The planner's Finish action won a vote.</summary>
    Finish,

    /// <summary>The roll-outs agreed at the first step (and, unless trusted, a program confirmed it).</summary>
    Shortcut,

    /// <summary>The loop did not finish; the answers that the first plans reached were put to a vote.</summary>
    PreAnswerVote,

    /// <summary>The loop did not finish; a direct request gave the answer.</summary>
    DirectFallback,

    /// <summary>A baseline strategy (direct, sql, mix) decided by its own vote.</summary>
    Vote,
}
