using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Sql;

/// <summary>The oracle: verified SQL of public question sets must give the answers through our loader and sandbox. Found through MACT_DATA.</summary>
public sealed class GoldSqlTests
{
    private static readonly Regex Footnote = new(
        @"(\[[^\]]*\]|\s*\([^)]*\)|[•♦†‡*#+])$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    [Theory]
    [InlineData("wtq/dev_gold200.jsonl", 200)]
    [InlineData("wtq/examples.jsonl", 20)]
    [InlineData("spider_mt/dev.jsonl", 40)]
    [InlineData("spider_mt/examples.jsonl", 10)]
    public void Gold_sql_gives_the_gold_answer(string file, int expected)
    {
        var right = 0;
        var wrong = new List<string>();
        foreach (var item in ReadItems(file))
        {
            using var sandbox = SqlSandbox.Load(ReadTables(item), new SqlLimits { Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System);
            var outcome = sandbox.Execute(item.GetProperty("gold_sql").GetString()!, TestContext.Current.CancellationToken);
            if (outcome is SqlOutcome.Rows rows && IsRight(item, rows.Result))
            {
                right++;
            }
            else
            {
                wrong.Add($"{item.GetProperty("id")}: {outcome}");
            }
        }

        wrong.ShouldBeEmpty();
        right.ShouldBe(expected);
    }

    [Fact]
    public void Every_program_of_a_model_runs_and_those_marked_right_are_right()
    {
        var items = new[] { "wtq/dev.jsonl", "wtq/dev_gold200.jsonl", "wtq/examples.jsonl" }.SelectMany(ReadItems)
            .DistinctBy(item => item.GetProperty("id").GetString()).ToDictionary(item => item.GetProperty("id").GetString()!, StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var line in ReadItems("wtq/model_sql_candidates.jsonl"))
        {
            var item = items[line.GetProperty("id").GetString()!];
            using var sandbox = SqlSandbox.Load(ReadTables(item), new SqlLimits { Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System);
            foreach (var candidate in line.GetProperty("candidates").EnumerateArray())
            {
                var outcome = sandbox.Execute(candidate.GetProperty("sql").GetString()!, TestContext.Current.CancellationToken);
                if (outcome is not SqlOutcome.Rows rows || (candidate.GetProperty("correct").GetBoolean() && !IsRight(item, rows.Result)))
                {
                    wrong.Add($"{line.GetProperty("id")}: {candidate.GetProperty("sql")}: {outcome}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<JsonElement> ReadItems(string file)
    {
        var folder = Environment.GetEnvironmentVariable("MACT_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("MACT_DATA is not set: the public question sets are not part of the repository.");
        }

        return File.ReadLines(Path.Combine(folder, file)).Select(line => JsonElement.Parse(line));
    }

    private static List<Table> ReadTables(JsonElement item) =>
        [.. item.GetProperty("tables").EnumerateArray().Select(table => JsonTableReader
            .Read(table.GetProperty("name").GetString()!, table.GetRawText(), new TableLimits())
            .ShouldBeOfType<TableReading.Success>().Table)];

    private static bool IsRight(JsonElement item, Table result)
    {
        if (item.TryGetProperty("answer_rows", out var rows))
        {
            var wanted = rows.EnumerateArray()
                .Select(row => string.Join('|', row.EnumerateArray().Select(cell => Canonical(cell.ToString()))))
                .ToList();
            var given = Enumerable.Range(0, result.RowCount)
                .Select(r => string.Join('|', result.Row(r).ToArray().Select(cell => Canonical(cell.Text)))).ToList();
            if (!item.GetProperty("ordered").GetBoolean())
            {
                wanted.Sort(StringComparer.Ordinal);
                given.Sort(StringComparer.Ordinal);
            }

            return wanted.SequenceEqual(given, StringComparer.Ordinal);
        }

        var answers = item.GetProperty("answer").EnumerateArray().Select(x => x.GetString()!).ToArray();
        var canon = item.GetProperty("answer_canon").EnumerateArray().Select(x => x.GetString()!).ToArray();
        var targets = answers.Zip(canon).Select(pair => (Text: Normal(pair.First), Canon: Canonical(pair.Second))).Distinct().ToList();
        var values = Enumerable.Range(0, result.RowCount)
            .SelectMany(r => result.Row(r).ToArray())
            .Select(cell => cell.Text)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return targets.DistinctBy(target => target.Text).Count() == values.Select(Normal).Distinct(StringComparer.Ordinal).Count()
            && targets.TrueForAll(target => values.Exists(value => Normal(value) == target.Text || Canonical(value) == target.Canon));
    }

    private static string Canonical(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Math.Round(number, 6).ToString("R", CultureInfo.InvariantCulture)
            : Normal(text);

    private static string Normal(string text)
    {
        var plain = Footnote.Replace(AnalystFunctions.Normalize(text), string.Empty).Trim().Trim('"').TrimEnd('.');
        return plain == text ? plain : Normal(plain);
    }
}
