using Mact.Core.Questions;

namespace Mact.Core.Runs;

/// <summary>The observation of a step: the winner of the vote over executed results and guesses.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Text">As the planner is shown it.</param>
/// <param name="Verified">An executed result, not merely a guess or an error message.</param>
/// <param name="Agreement">Samples behind the executed winner over samples asked.</param>
/// <param name="Options">Tally, winner first; the others are the dissent.</param>
/// <param name="DerivedTable">"step2" where the result can be queried in later steps; null for scalars without one.</param>
/// <param name="Sql">The program of the winner.</param>
/// <param name="Tie">How a tie was broken; null where there was none.</param>
public sealed record Observed(
    int Step,
    string Text,
    bool Verified,
    Agreement? Agreement,
    IReadOnlyList<VoteOption> Options,
    string? DerivedTable,
    string? Sql,
    string? Tie = null) : RunRecord;
