using System.Text;

namespace Mact.Evaluation.Reporting;

/// <summary>Results as CSV (RFC 4180), one line an item.</summary>
public static class CsvReport
{
    private static readonly string[] Header =
    [
        "strategy", "row", "repeat", "id", "dataSet", "type", "outcome", "correct", "f1", "question", "expected", "answer", "reason", "agreement",
        "by", "requests", "inputTokens", "outputTokens", "cost", "latencyMs", "steps", "programs", "programsRun", "repairs", "voteMargin", "model",
        "questionId",
    ];

    /// <summary>Writes the results in the order given.</summary>
    public static string Write(IEnumerable<ItemResult> results)
    {
        var text = new StringBuilder();
        Line(text, Header);
        foreach (var item in results)
        {
            var run = item.Figures;
            Line(
                text,
                [
                    item.Strategy, Of(item.Row), Of(item.Repeat), item.Id, item.DataSet, item.Type, item.Outcome, item.Correct
                        ? "1"
                        : "0", Of(item.F1), item.Question,
                    string.Join("; ", item.Expected),
                    string.Join("; ", item.Answer),
                    item.Reason,
                    Of(run?.Agreement),
                    run?.By?.ToString(),
                    Of(run?.Requests),
                    Of(run?.InputTokens),
                    Of(run?.OutputTokens),
                    Of(run?.Cost),
                    Of(run?.LatencyMs),
                    Of(run?.Steps),
                    Of(run?.Programs),
                    Of(run?.ProgramsRun),
                    Of(run?.Repairs),
                    Of(run?.VoteMargin),
                    run?.Model,
                    item.QuestionId,
                ]);
        }

        return text.ToString();
    }

    private static string Of(IFormattable? value) => value?.ToString(null, null) ?? string.Empty;

    private static void Line(StringBuilder text, IEnumerable<string?> cells) => text.AppendJoin(',', cells.Select(CsvCell.Write)).Append("\r\n");
}
