namespace Mact.Core.Evaluation.Reporting;

/// <summary>A share with its 95 % interval after Wilson (1927).</summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Out of how many.</param>
public sealed record Proportion(int Count, int Of)
{
    // The 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>0 to 1; 0 of nothing is 0.</summary>
    public double Value => Of == 0 ? 0 : (double)Count / Of;

    /// <summary>The interval's lower end, 0 to 1.</summary>
    public double Low => Of == 0 ? 0 : Math.Max(0, Centre - Half);

    /// <summary>The interval's upper end, 0 to 1.</summary>
    public double High => Of == 0 ? 1 : Math.Min(1, Centre + Half);

    private double Centre => (Value + (Z * Z / (2 * Of))) / (1 + (Z * Z / Of));

    private double Half => Z / (1 + (Z * Z / Of)) * Math.Sqrt((Value * (1 - Value) / Of) + (Z * Z / (4.0 * Of * Of)));
}
