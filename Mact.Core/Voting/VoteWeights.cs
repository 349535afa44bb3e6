namespace Mact.Core.Voting;

/// <summary>What a ballot counts.</summary>
/// <param name="Executed">A computed result.</param>
/// <param name="Guess">A value that the planner merely wrote.</param>
public sealed record VoteWeights(double Executed, double Guess)
{
    /// <summary>Every ballot counts one.</summary>
    public static VoteWeights Equal { get; } = new(1, 1) { ExecutedMajorityWins = false };

    /// <summary>What more than half of the executed ballots name wins whatever was guessed, so that guesses decide only where executions are split.</summary>
    public bool ExecutedMajorityWins { get; init; } = true;
}
