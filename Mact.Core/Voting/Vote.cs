namespace Mact.Core.Voting;

/// <summary>What one sample speaks for.</summary>
/// <param name="Key">Equal for equal values (<see cref="CanonicalForm.Key"/>); an empty key is no vote.</param>
/// <param name="Display">For people.</param>
/// <param name="Executed">A result that was computed, not merely written.</param>
/// <param name="Sample">Sampling index: decides what came first.</param>
public sealed record Ballot(string Key, string Display, bool Executed, int Sample)
{
    /// <summary>What the ballot counts beside others of its side; below 1 for a result that is less sure.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How much the value says: cells that are not NULL. More wins a tie.</summary>
    public int Specificity { get; init; }

    /// <summary>Mean token log-probability of the sample, where known. Higher wins a tie.</summary>
    public double? Logprob { get; init; }
}

/// <summary>What a ballot counts.</summary>
/// <param name="Executed">A computed result.</param>
/// <param name="Guess">A value that the planner merely wrote.</param>
public sealed record VoteWeights(double Executed, double Guess)
{
    /// <summary>Every ballot counts one.</summary>
    public static VoteWeights Equal { get; } = new(1, 1) { ExecutedMajorityWins = false };

    /// <summary>What more than half of the executed ballots name wins whatever was guessed, so that guesses decide only where executions are
    /// split.</summary>
    public bool ExecutedMajorityWins { get; init; } = true;
}

/// <summary>What a vote came to.</summary>
/// <param name="Key">The winner's key.</param>
/// <param name="Options">All values that were voted for, winner first.</param>
/// <param name="Tie">How a tie at the top was broken; null where there was none.</param>
public sealed record VoteResult(string Key, IReadOnlyList<VoteOption> Options, string? Tie)
{
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

/// <summary>
/// The weighted hybrid vote over executed results and guesses (MACT, section 3.3, with our own weights and ties). Pure, and
/// independent of the order of the ballots.
/// </summary>
/// <remarks>
/// A value that more than half of the executed ballots name wins, whatever was guessed, and a value that was executed wins over
/// one that was merely guessed: guesses decide only between executions that are split. Otherwise the largest weight wins. Ties: executed before
/// guessed, more specific, agreed with by a guess, higher
/// log-probability, first sample. Ballots with an empty key are no votes.
/// </remarks>
public static class Vote
{
    /// <summary>The outcome, or null where nobody voted for anything.</summary>
    public static VoteResult? Tally(IReadOnlyCollection<Ballot> ballots, VoteWeights weights)
    {
        var candidates = ballots
            .Where(ballot => ballot.Key.Length > 0 && WeightOf(ballot, weights) > 0)
            .GroupBy(ballot => ballot.Key, StringComparer.Ordinal)
            .Select(group => new Candidate(group.Key, [.. group], weights))
            .ToList();
        if (candidates.Count == 0)
        {
            return null;
        }

        // A majority of the largest number there is: nobody has it.
        var executed = weights.ExecutedMajorityWins ? candidates.Sum(candidate => candidate.Executed.Count) : int.MaxValue;
        candidates.Sort((left, right) => Compare(left, right, executed).Order);
        var tie = candidates.Count > 1 ? Compare(candidates[0], candidates[1], executed).Tie : null;
        return new(candidates[0].Key, [.. candidates.Select(candidate => candidate.Option)], tie);
    }

    private static double WeightOf(Ballot ballot, VoteWeights weights) => ballot.Executed ? weights.Executed : weights.Guess;

    private static (int Order, string? Tie) Compare(Candidate left, Candidate right, int executed)
    {
        if (executed is > 0 and < int.MaxValue && left.Executed.Count > 0 != right.Executed.Count > 0)
        {
            // What nothing that ran came to does not stand against what ran.
            return (left.Executed.Count > 0 ? -1 : 1, null);
        }

        var majority = (right.Executed.Count > executed / 2).CompareTo(left.Executed.Count > executed / 2);
        if (majority != 0)
        {
            return (majority, null);
        }

        if (Math.Abs(left.Weight - right.Weight) > 1e-9)
        {
            return (right.Weight.CompareTo(left.Weight), null);
        }

        ReadOnlySpan<(int Order, string Tie)> rules =
        [
            ((right.Executed.Count > 0).CompareTo(left.Executed.Count > 0), "executed before guessed"),
            (right.Specificity.CompareTo(left.Specificity), "more specific"),
            ((right.Guessed.Count > 0).CompareTo(left.Guessed.Count > 0), "agrees with a guess"),
            (right.Logprob.CompareTo(left.Logprob), "higher log-probability"),
            (left.First.CompareTo(right.First), "first sample"),
        ];
        foreach (var rule in rules)
        {
            if (rule.Order != 0)
            {
                return rule;
            }
        }

        return (string.CompareOrdinal(left.Key, right.Key), "first in order");
    }

    private sealed class Candidate
    {
        public Candidate(string key, IReadOnlyList<Ballot> ballots, VoteWeights weights)
        {
            Key = key;
            Executed = [.. ballots.Where(ballot => ballot.Executed).Select(ballot => ballot.Sample).Order()];
            Guessed = [.. ballots.Where(ballot => !ballot.Executed).Select(ballot => ballot.Sample).Order()];
            Weight = ballots.Sum(ballot => ballot.Weight * WeightOf(ballot, weights));
            Specificity = ballots.Max(ballot => ballot.Specificity);
            Logprob = ballots.Max(ballot => ballot.Logprob) ?? double.NegativeInfinity;
            First = ballots.Min(ballot => ballot.Sample);
            var shown = ballots.OrderByDescending(ballot => ballot.Executed).ThenBy(ballot => ballot.Sample)
                .ThenBy(ballot => ballot.Display, StringComparer.Ordinal).First();
            Option = new(shown.Display, Weight, Executed, Guessed);
        }

        public string Key { get; }

        public IReadOnlyList<int> Executed { get; }

        public IReadOnlyList<int> Guessed { get; }

        public double Weight { get; }

        public int Specificity { get; }

        public double Logprob { get; }

        public int First { get; }

        public VoteOption Option { get; }
    }
}
