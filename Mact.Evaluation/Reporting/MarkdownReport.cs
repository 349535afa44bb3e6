using System.Text;

namespace Mact.Evaluation.Reporting;

/// <summary>Reports and comparisons as Markdown.</summary>
public static class MarkdownReport
{
    private const int MaxDiscordant = 50;

    /// <summary>All strategies side by side, then each with its details.</summary>
    public static string Write(string title, IReadOnlyList<EvaluationReport> reports)
    {
        var text = new StringBuilder();
        Line(text, $"# {ReportText.Cell(title)}\n");
        Line(text, "Shares are count/of = per cent [95 % interval after Wilson]. Items without an answer count as wrong in the accuracy.\n");
        Line(text, "| strategy | accuracy | coverage | precision | mean F1 | requests | tokens in | tokens out | cost | p50 s | p95 s |");
        Line(text, "|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var report in reports)
        {
            Line(
                text,
                $"| {ReportText.Cell(report.Strategy)} | {ReportText.Of(report.Accuracy)} | {ReportText.Of(report.Coverage)} | "
                    + $"{ReportText.Of(report.Precision)} | {ReportText.Of(report.MeanF1)} | {ReportText.Of(report.Requests)} | "
                    + $"{ReportText.Of(report.InputTokens)} | {ReportText.Of(report.OutputTokens)} | {Cost(report)} | "
                    + $"{ReportText.Of(report.LatencyMs.P50 / 1000)} | {ReportText.Of(report.LatencyMs.P95 / 1000)} |");
        }

        foreach (var report in reports)
        {
            Detail(text, report);
        }

        return text.ToString();
    }

    /// <summary>A paired comparison with the items on which the two differ.</summary>
    public static string Write(string first, string second, RunComparison comparison)
    {
        var text = new StringBuilder();
        Line(text, $"# {ReportText.Cell(first)} against {ReportText.Cell(second)}\n");
        Line(
            text,
            $"Right in both: {comparison.Both}; only {ReportText.Cell(first)}: {comparison.OnlyFirst}; only {ReportText.Cell(second)}: "
                + $"{comparison.OnlySecond}; in neither: {comparison.Neither}; without partner: {comparison.Unpaired}.\n");
        Line(text, $"McNemar's exact test, two-sided: p = {ReportText.Of(comparison.PValue, "0.####")}.\n");
        Line(text, "| row | question | expected | first | second | why wrong | traces |");
        Line(text, "|---|---|---|---|---|---|---|");
        foreach (var (one, other) in comparison.Discordant.Take(MaxDiscordant))
        {
            Line(
                text,
                $"| {one.Row} | {ReportText.Cell(one.Question)} | {ReportText.Cell(string.Join("; ", one.Expected))} | "
                    + $"{ReportText.Cell(string.Join("; ", one.Answer))} | {ReportText.Cell(string.Join("; ", other.Answer))} | "
                    + $"{ReportText.Cell(one.Reason ?? other.Reason)} | /questions/{one.QuestionId} /questions/{other.QuestionId} |");
        }

        if (comparison.Discordant.Count > MaxDiscordant)
        {
            Line(text, $"\n{comparison.Discordant.Count - MaxDiscordant} more are in the JSON.");
        }

        return text.ToString();
    }

    private static void Detail(StringBuilder text, EvaluationReport report)
    {
        Line(text, $"\n## {ReportText.Cell(report.Strategy)}\n");
        Line(text, $"- Model: {ReportText.Cell(string.Join(", ", report.Models))}");
        Line(text, $"- Accuracy: {ReportText.Of(report.Accuracy)}; bad rows left out: {report.BadRows}");
        if (report.Replayed is { } replayed)
        {
            Line(
                text,
                $"- A replay: no model was asked and nothing was paid. Its replies had taken {ReportText.Of(replayed.Requests)} requests, "
                    + $"{ReportText.Of(replayed.InputTokens)} tokens in and {ReportText.Of(replayed.OutputTokens)} out when they were recorded");
        }

        if (report.MacroF1 is { } macro)
        {
            Line(text, $"- Macro F1 over {report.Labels} labels: {ReportText.Of(macro)}");
        }

        Line(
            text,
            $"- Wall time: {(report.WallSeconds is { } wall ? ReportText.Of(wall, "0.0") + " s" : "not measured")}; latency of a question: "
                + $"{ReportText.Of(report.LatencyMs, 1000, " s")}");
        Line(text, $"- Answered by the shortcut: {ReportText.Of(report.ShortcutRate)}");
        Line(
            text,
            $"- Programs that ran: {ReportText.Of(report.CodeSuccess)}; items with a repair: {ReportText.Of(report.RepairRate)}; samples saved: "
                + $"{ReportText.Of(report.SavedSamples)}");
        Line(text, $"- Vote margin: {ReportText.Of(report.VoteMargin, 1, string.Empty)}");
        var reasons = report.FinishReasons.Select(static pair => $"{ReportText.Cell(pair.Key)} {ReportText.Of(pair.Value)}");
        Line(text, $"- Finish reasons: {string.Join(", ", reasons)}");
        Table(text, "type", report.ByType.Select(static pair => (pair.Key, ReportText.Of(pair.Value))), "accuracy");
        Table(text, "outcome", report.ByOutcome.Select(static pair => (pair.Key, ReportText.Of(pair.Value))), "items");
        Table(text, "answered by", report.ByRoute.Select(static pair => (pair.Key, ReportText.Of(pair.Value))), "precision");
        Line(text, "\n| agreement at least | coverage | selective accuracy | accuracy at exactly this agreement |");
        Line(text, "|---|---|---|---|");
        foreach (var point in report.Calibration)
        {
            Line(
                text,
                $"| {ReportText.Of(point.Agreement, "0.00")} | {ReportText.Of(point.Coverage)} | {ReportText.Of(point.Accuracy)} | "
                    + $"{ReportText.Of(point.AtThisAgreement)} |");
        }
    }

    private static void Table(StringBuilder text, string name, IEnumerable<(string Key, string Value)> rows, string value)
    {
        Line(text, $"\n| {name} | {value} |");
        Line(text, "|---|---|");
        foreach (var (key, shown) in rows)
        {
            Line(text, $"| {ReportText.Cell(key)} | {shown} |");
        }
    }

    private static string Cost(EvaluationReport report) =>
        report.Cost is { } cost ? cost.ToString("0.####") : "no price";

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString()).Append('\n');

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}

/// <summary>Figures as reports write them, the same in every culture.</summary>
internal static class ReportText
{
    public static string Of(Proportion share) => share.Of == 0
        ? "none"
        : $"{share.Count}/{share.Of} = {share.Value * 100:0.0} % [{share.Low * 100:0.0}, {share.High * 100:0.0}]";

    public static string Of(double value, string format = "0.###") => value.ToString(format);

    public static string Of(long value) => value.ToString("N0");

    public static string Of(Percentiles values, double per, string unit) =>
        $"mean {values.Mean / per:0.00}, p50 {values.P50 / per:0.00}, p90 {values.P90 / per:0.00}, p95 {values.P95 / per:0.00}, p99 "
            + $"{values.P99 / per:0.00}, max {values.Max / per:0.00}{unit}";

    /// <summary>A cell of a Markdown table: hostile text must not end the cell or begin markup.</summary>
    public static string Cell(string? text)
    {
        var line = (text ?? string.Empty).ReplaceLineEndings(" ");
        line = line.Length <= 160 ? line : string.Concat(line.AsSpan(0, 160), "…");
        return line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace("`", "'", StringComparison.Ordinal);
    }
}
