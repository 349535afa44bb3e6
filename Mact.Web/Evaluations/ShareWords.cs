using System.Globalization;
using Mact.Evaluation.Reporting;

namespace Mact.Web.Evaluations;

/// <summary>Shares with their intervals, as every page of evaluations shows them.</summary>
public static class ShareWords
{
    /// <summary>"35.0 %"; "–" of nothing.</summary>
    public static string Percent(Proportion share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share.Of == 0 ? "–" : Percent(share.Value);
    }

    /// <summary>"35.0 %"; a share of 0 to 1 in.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    /// <summary>"28.7 to 41.8 %"; "–" of nothing.</summary>
    public static string Interval(Proportion share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share.Of == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{share.Low * 100:0.0} – {share.High * 100:0.0} %");
    }

    /// <summary>"70 / 200".</summary>
    public static string Count(Proportion share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return $"{Formatting.Show.Count(share.Count)} / {Formatting.Show.Count(share.Of)}";
    }
}
