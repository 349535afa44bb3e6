using System.Globalization;
using Mact.Evaluation.Reporting;

namespace Mact.Web.Evaluations;

/// <summary>What a paired comparison says.</summary>
public static class ComparisonWords
{
    // The usual level: one time in twenty by chance.
    private const double Level = 0.05;

    /// <summary>The verdict; a key of the pages' texts.</summary>
    public static string Verdict(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return comparison switch
        {
            { Discordant.Count: 0, Both: 0, Neither: 0 } => "The two have no question in common, so nothing can be compared.",
            { Discordant.Count: 0 } => "Both judge every question alike: there is no difference to explain.",
            { PValue: < Level, OnlyFirst: var first, OnlySecond: var second } => first > second
                ? "The first is better, and chance alone would seldom make so uneven a split."
                : "The second is better, and chance alone would seldom make so uneven a split.",
            _ => "The difference is within what chance alone would make: no winner.",
        };
    }

    /// <summary>"0.021", "&lt; 0.0001".</summary>
    public static string PValue(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Points of per cent by which the first is ahead, over the paired items: "+2.5".</summary>
    public static string Difference(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var pairs = comparison.Both + comparison.OnlyFirst + comparison.OnlySecond + comparison.Neither;
        var points = pairs == 0 ? 0 : 100.0 * (comparison.OnlyFirst - comparison.OnlySecond) / pairs;
        return points.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
    }
}
