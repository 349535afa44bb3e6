using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Tools;

/// <summary>The chosen action.</summary>
/// <param name="KeyPrefix">Of the tool's records.</param>
/// <param name="Turn">The planning call that chose it.</param>
/// <param name="Step">From 1.</param>
/// <param name="Kind">Any but Finish.</param>
/// <param name="Argument">Its argument.</param>
/// <param name="Thought">Of the chosen plan.</param>
/// <param name="Proposers">Plans that proposed it.</param>
/// <param name="Guessers">Plans with an action of the same type: their guesses count.</param>
internal sealed record ActionToCarryOut(
    string KeyPrefix,
    int Turn,
    int Step,
    ActionKind Kind,
    string Argument,
    string Thought,
    int Proposers,
    IReadOnlyList<ParsedPlan> Guessers);
