namespace Mact.Core.Runs;

/// <summary>What the parser found in a plan.</summary>
public enum PlanStatus
{
    /// <summary>A complete action of the current step.</summary>
    Valid,

    /// <summary>No action.</summary>
    NoAction,

    /// <summary>An action that does not exist.</summary>
    UnknownAction,

    /// <summary>The action was cut.</summary>
    Truncated,

    /// <summary>Nothing at all.</summary>
    Empty,
}
