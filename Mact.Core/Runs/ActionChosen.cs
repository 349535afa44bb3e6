using Mact.Core.Questions;

namespace Mact.Core.Runs;

/// <summary>The action that the plans were boiled down to.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Selection">The strategy that chose.</param>
/// <param name="Thought">Of the chosen plan.</param>
/// <param name="Action">retrieve, operate, calculate, lookup, search, finish.</param>
/// <param name="Argument">Its argument.</param>
/// <param name="Sample">The plan that it was taken from.</param>
/// <param name="Options">Winner first.</param>
/// <param name="Refused">Why it is not carried out (a repetition); null when it is.</param>
public sealed record ActionChosen(
    int Step,
    ActionSelection Selection,
    string Thought,
    string Action,
    string Argument,
    int Sample,
    IReadOnlyList<VoteOption> Options,
    string? Refused = null) : RunRecord;
