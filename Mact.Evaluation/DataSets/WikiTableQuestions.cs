using System.Text.RegularExpressions;
using Mact.Core.Tables;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.DataSets;

/// <summary>WikiTableQuestions as published: tab-separated, with the escapes \n, \p (a bar) and \\; a list's values are separated by bars.</summary>
internal static class WikiTableQuestions
{
    // The published files have fewer than ten.
    private const int MaxColumns = 100;

    public static IEnumerable<DataSetRow> Read(string text, DataSetSource source)
    {
        string[] header = [];
        foreach (var (i, line) in text.EnumerateLines().Index())
        {
            if (i == 0)
            {
                header = line.Split('\t', MaxColumns);
            }
            else if (line.Length > 0)
            {
                var cells = line.Split('\t', MaxColumns);
                yield return DataSetReader.Guarded(i + 1, () => One(header, cells, source));
            }
        }
    }

    private static EvaluationItem One(string[] header, string[] cells, DataSetSource source)
    {
        string? Cell(string name) => Array.IndexOf(header, name) is >= 0 and var at && at < cells.Length ? cells[at] : null;
        string Require(string name) => Cell(name) is { Length: > 0 } cell ? cell : throw new BadRowException($"'{name}' is missing.");

        var file = Require("context");
        var csv = source.ReadFile?.Invoke(file) ?? throw new BadRowException($"The table '{file}' is not there.");
        // Quotes inside of quoted cells are escaped by a backslash there.
        var table = DelimitedTextReader.Read("t", csv.Replace("\\\"", "\"\"", StringComparison.Ordinal), new TableLimits()) switch
        {
            TableReading.Success success => success.Table,
            TableReading.Refused refused => throw new BadRowException($"Table '{file}': {refused.Sentence}"),
            _ => throw new BadRowException($"Table '{file}' cannot be read."),
        };
        var answer = Values(Require("targetValue"));
        var canonical = Cell("targetCanon") is { Length: > 0 } tagged ? Values(tagged) : CanonicalText.Of(answer, [table]);
        return new(
            Require("id"), "wtq", Unescape(Require("utterance")), [table], [], new(answer) { Canonical = canonical }, ScoringMetric.Denotation);
    }

    private static List<string> Values(string cell) => [.. cell.Split('|').Select(Unescape)];

    private static string Unescape(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\p", "|", StringComparison.Ordinal)
            .Replace("\\\\", "\\", StringComparison.Ordinal);
}

/// <summary>
/// A canonical form for answers of data that has none: thousands commas, a currency sign, a percent sign and a word of unit after the number are
/// dropped ("36,767" → "36767", "12 years" → "12"), and a date that a table's column was read as is that date ("3 May 1990" → "1990-05-03"), so that
/// an answer may give it either way. Only the expected answer gets it, never the answer under test.
/// </summary>
internal static partial class CanonicalText
{
    /// <summary>One form for each answer, in order.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> answers, IReadOnlyList<Table> tables) =>
        [.. answers.Select(answer => DateOf(answer, tables) ?? Amount(answer))];

    /// <summary>The answers themselves, but for those that a table holds as dates.</summary>
    public static IReadOnlyList<string> Dates(IReadOnlyList<string> answers, IReadOnlyList<Table> tables) =>
        [.. answers.Select(answer => DateOf(answer, tables) ?? answer)];

    private static string? DateOf(string answer, IReadOnlyList<Table> tables) => tables
        .SelectMany(
            static table =>
                table.Columns.Index().Where(static column => column.Item.Type == ColumnType.Date).Select(column => (Table: table, column.Index)))
        .SelectMany(static column => Enumerable.Range(0, column.Table.RowCount).Select(row => column.Table[row, column.Index]))
        .FirstOrDefault(cell => string.Equals(cell.Text, answer.Trim(), StringComparison.OrdinalIgnoreCase))
        .Value as string;

    private static string Amount(string answer)
    {
        var match = AmountForm().Match(answer.Trim());
        return match.Success ? match.Groups["number"].Value.Replace(",", string.Empty, StringComparison.Ordinal) : answer.Trim();
    }

    [GeneratedRegex(@"^[$€£¥]?\s*(?<number>-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?)\s*(%|[\p{L}]+)?$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AmountForm();
}
