namespace Mact.Core.Runs;

/// <summary>What a request to a model was for.</summary>
public enum CallPurpose
{
    /// <summary>The planner: thought, action, guess and roll-out.</summary>
    Plan,

    /// <summary>The coder: programs for an action.</summary>
    Code,

    /// <summary>The coder again, shown why all programs failed.</summary>
    Repair,

    /// <summary>A judge among candidate actions.</summary>
    Judge,

    /// <summary>A direct chain-of-thought answer.</summary>
    Direct,
}
