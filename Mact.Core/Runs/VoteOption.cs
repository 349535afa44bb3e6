namespace Mact.Core.Runs;

/// <summary>One thing that could be chosen, with what spoke for it.</summary>
/// <param name="Value">For display.</param>
/// <param name="Weight">Sum of the ballots' weights.</param>
/// <param name="Executed">Samples whose executed result it is.</param>
/// <param name="Guessed">Samples that merely wrote it.</param>
public sealed record VoteOption(string Value, double Weight, IReadOnlyList<int> Executed, IReadOnlyList<int> Guessed);
