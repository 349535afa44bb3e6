namespace Mact.Core.Voting;

/// <summary>What one sample speaks for.</summary>
/// <param name="Key">Equal for equal values (<see cref="CanonicalForm.Key"/>); an empty key is no vote.</param>
/// <param name="Display">For people.</param>
/// <param name="Executed">A result that was computed, not merely written.</param>
/// <param name="Sample">Sampling index: decides what came first.</param>
public sealed record Ballot(string Key, string Display, bool Executed, int Sample)
{
    /// <summary>How much the value says: cells that are not NULL. More wins a tie.</summary>
    public int Specificity { get; init; }

    /// <summary>Mean token log-probability of the sample, where known. Higher wins a tie.</summary>
    public double? Logprob { get; init; }
}
