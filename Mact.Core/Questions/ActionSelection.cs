namespace Mact.Core.Questions;

/// <summary>How the next action is chosen among n plans (reference: MACT, section 3, and our own clustering).</summary>
public enum ActionSelection
{
    /// <summary>The largest cluster of equal or nearly equal actions.</summary>
    Consistency,

    /// <summary>The action of a plan whose roll-out reaches the most common final answer.</summary>
    Rollout,

    /// <summary>The plan with the highest mean token log-probability up to its observation.</summary>
    Logp,

    /// <summary>One judge request names the candidate.</summary>
    Llm,

    /// <summary>Majority among the four others.</summary>
    Combined,
}
