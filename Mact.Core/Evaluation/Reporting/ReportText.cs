using System.Globalization;

namespace Mact.Core.Evaluation.Reporting;

/// <summary>Figures as reports write them, the same in every culture.</summary>
internal static class ReportText
{
    public static string Of(Proportion share) => share.Of == 0
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{share.Count}/{share.Of} = {share.Value * 100:0.0} % [{share.Low * 100:0.0}, {share.High * 100:0.0}]");

    public static string Of(double value, string format = "0.###") => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Of(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Of(Percentiles values, double per, string unit) => string.Create(
        CultureInfo.InvariantCulture,
        $"mean {values.Mean / per:0.00}, p50 {values.P50 / per:0.00}, p90 {values.P90 / per:0.00}, p95 {values.P95 / per:0.00}, p99 {values.P99 / per:0.00}, max {values.Max / per:0.00}{unit}");

    /// <summary>A cell of a Markdown table: hostile text must not end the cell or begin markup.</summary>
    public static string Cell(string? text)
    {
        var line = (text ?? string.Empty).ReplaceLineEndings(" ");
        line = line.Length <= 160 ? line : string.Concat(line.AsSpan(0, 160), "…");
        return line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace("`", "'", StringComparison.Ordinal);
    }
}
