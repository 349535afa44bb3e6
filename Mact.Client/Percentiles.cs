namespace Mact.Client;

/// <summary>Percentiles of a measure (nearest rank) and its mean, in the measure's unit.</summary>
public sealed record Percentiles(double Mean, double P50, double P90, double P95, double P99, double Max)
{
    /// <summary>Of values in any order; all zero for none.</summary>
    public static Percentiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? new(0, 0, 0, 0, 0, 0)
            : new(sorted.Average(), At(sorted, 0.5), At(sorted, 0.9), At(sorted, 0.95), At(sorted, 0.99), sorted[^1]);
    }

    private static double At(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
