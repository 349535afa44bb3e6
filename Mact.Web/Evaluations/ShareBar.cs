using System.Globalization;
using Mact.Evaluation.Reporting;

namespace Mact.Web.Evaluations;

/// <summary>A bar of a chart of shares.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Share">The share.</param>
/// <param name="HasInterval">Whether the share is an estimate; the parts of a whole are not.</param>
public sealed record ShareBar(string Label, Proportion Share, bool HasInterval)
{
    /// <summary>Accuracy by a property of the items.</summary>
    public static IReadOnlyList<ShareBar> Of(IReadOnlyDictionary<string, Proportion> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        return [.. shares.Select(static pair => new ShareBar(pair.Key, pair.Value, HasInterval: true))];
    }

    /// <summary>The parts of a whole.</summary>
    public static IReadOnlyList<ShareBar> Of(IReadOnlyDictionary<string, int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var all = counts.Values.Sum();
        return [.. counts.OrderByDescending(static pair => pair.Value).Select(pair => new ShareBar(pair.Key, new(pair.Value, all), HasInterval: false))];
    }

    /// <summary>A share of 0 to 1 as SVG takes it, in every culture.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##}%");
}
