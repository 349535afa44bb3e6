namespace Mact.Client.Evaluations;

/// <summary>Two runs over the same items, paired by item and repeat.</summary>
/// <param name="Both">Right in both.</param>
/// <param name="OnlyFirst">Right in the first alone.</param>
/// <param name="OnlySecond">Right in the second alone.</param>
/// <param name="Neither">Wrong in both.</param>
/// <param name="PValue">
/// McNemar's exact test, two-sided: how likely so uneven a split of the discordant items is by chance. An item that was asked several times counts
/// once, for
/// the run that was right more often, since its answers are alike.
/// </param>
/// <param name="Discordant">The items on which they differ, in order of row.</param>
/// <param name="Unpaired">Results that have no partner.</param>
public sealed record RunComparison(
    int Both, int OnlyFirst, int OnlySecond, int Neither, double PValue, IReadOnlyList<Discordance> Discordant, int Unpaired);

/// <summary>An item that one of two runs answered right and the other did not.</summary>
/// <param name="First">The result in the first run; its question id leads to the trace.</param>
/// <param name="Second">The result in the second run.</param>
public sealed record Discordance(ItemResult First, ItemResult Second);
