namespace Mact.Core.Evaluation.Reporting;

/// <summary>A share with its 95 % interval after Wilson (1927).</summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Out of how many.</param>
public sealed record Proportion(int Count, int Of)
{
    // The 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Independent observations, where they are fewer than <see cref="Of"/>: a question that is asked three times is one of them, for its answers are alike.
    /// The interval is over these. Null: all are independent.
    /// </summary>
    public int? Units { get; init; }

    /// <summary>0 to 1; 0 of nothing is 0.</summary>
    public double Value => Of == 0 ? 0 : (double)Count / Of;

    /// <summary>The interval's lower end, 0 to 1.</summary>
    public double Low => Of == 0 ? 0 : Math.Max(0, Centre - Half);

    /// <summary>The interval's upper end, 0 to 1.</summary>
    public double High => Of == 0 ? 1 : Math.Min(1, Centre + Half);

    private double N => Units ?? Of;

    private double Centre => (Value + (Z * Z / (2 * N))) / (1 + (Z * Z / N));

    private double Half => Z / (1 + (Z * Z / N)) * Math.Sqrt((Value * (1 - Value) / N) + (Z * Z / (4.0 * N * N)));

    /// <summary>A share of observations that belong to groups, of which each counts as one in the interval.</summary>
    /// <param name="count">How many.</param>
    /// <param name="of">Out of how many.</param>
    /// <param name="groups">Groups among these.</param>
    public static Proportion Grouped(int count, int of, int groups) => new(count, of) { Units = groups > 0 && groups < of ? groups : null };
}
