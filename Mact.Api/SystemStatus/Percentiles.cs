namespace Mact.Api.SystemStatus;

/// <summary>How long things took, in milliseconds, by nearest rank.</summary>
/// <param name="P50">Half took no longer.</param>
/// <param name="P95">Nineteen of twenty took no longer.</param>
/// <param name="Most">The longest.</param>
public sealed record Percentiles(double P50, double P95, double Most)
{
    /// <summary>Of some durations; null where there are none.</summary>
    public static Percentiles? Of(IEnumerable<double> durations)
    {
        var sorted = durations.Order().ToArray();
        return sorted.Length == 0 ? null : new(Rank(sorted, 0.5), Rank(sorted, 0.95), sorted[^1]);
    }

    private static double Rank(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
