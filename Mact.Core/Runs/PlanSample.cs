namespace Mact.Core.Runs;

/// <summary>One plan as it was read.</summary>
/// <param name="Index">Sampling index.</param>
/// <param name="Status">What was found.</param>
/// <param name="Thought">The thought of the current step; may be empty.</param>
/// <param name="Action">retrieve, operate, calculate, lookup, search, finish; null unless valid (for unknown: the name found).</param>
/// <param name="Argument">The action's argument; null unless found.</param>
/// <param name="Guess">The planner's own observation of this step; null where it gave none.</param>
/// <param name="RolloutAnswer">The answer its roll-out reaches; null where it reaches none.</param>
public sealed record PlanSample(
    int Index,
    PlanStatus Status,
    string Thought,
    string? Action,
    string? Argument,
    string? Guess,
    string? RolloutAnswer);
