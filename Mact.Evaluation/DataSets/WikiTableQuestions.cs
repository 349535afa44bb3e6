using System.Text.RegularExpressions;
using Mact.Evaluation.Scoring;
using Mact.Core.Tables;

namespace Mact.Evaluation.DataSets;

/// <summary>WikiTableQuestions as published: tab-separated, with the escapes \n, \p (a bar) and \\; a list's values are separated by bars.</summary>
internal static class WikiTableQuestions
{
    public static IEnumerable<DataSetRow> Read(string text, DataSetSource source)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var header = lines[0].Split('\t');
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                var cells = lines[i].Split('\t');
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
            TableReading.Refused refused => throw new BadRowException($"Table '{file}': {refused.Message}"),
            _ => throw new BadRowException($"Table '{file}' cannot be read."),
        };
        var answer = Values(Require("targetValue"));
        var canonical = Cell("targetCanon") is { Length: > 0 } tagged ? Values(tagged) : [.. answer.Select(CanonicalText.Of)];
        return new(Require("id"), "wtq", Unescape(Require("utterance")), [table], [], new(answer) { Canonical = canonical }, ScoringMetric.Denotation);
    }

    private static List<string> Values(string cell) => [.. cell.Split('|').Select(Unescape)];

    private static string Unescape(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\p", "|", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
}

/// <summary>
/// A canonical form for answers of data that has none: thousands commas, a currency sign, a percent sign and a word of unit after the number are dropped
/// ("36,767" → "36767", "12 years" → "12"). Only the expected answer gets it, never the answer under test.
/// </summary>
internal static partial class CanonicalText
{
    public static string Of(string answer)
    {
        var match = Amount().Match(answer.Trim());
        return match.Success ? match.Groups["number"].Value.Replace(",", string.Empty, StringComparison.Ordinal) : answer.Trim();
    }

    [GeneratedRegex(@"^[$€£¥]?\s*(?<number>-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?)\s*(%|[\p{L}]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Amount();
}
