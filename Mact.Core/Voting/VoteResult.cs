using Mact.Core.Runs;

namespace Mact.Core.Voting;

/// <summary>What a vote came to.</summary>
/// <param name="Key">The winner's key.</param>
/// <param name="Options">All values that were voted for, winner first.</param>
/// <param name="Tie">How a tie at the top was broken; null where there was none.</param>
public sealed record VoteResult(string Key, IReadOnlyList<VoteOption> Options, string? Tie)
{
    /// <summary>The winner.</summary>
    public VoteOption Winner => Options[0];

    /// <summary>Weight of the winner minus that of the next, as a share of all weight: 1 where nobody dissents.</summary>
    public double Margin
    {
        get
        {
            var total = Options.Sum(option => option.Weight);
            var next = Options.Count > 1 ? Options[1].Weight : 0;
            return total <= 0 ? 0 : (Winner.Weight - next) / total;
        }
    }
}
