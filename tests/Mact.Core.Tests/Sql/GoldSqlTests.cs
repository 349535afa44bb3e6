using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Sql;

/// <summary>The oracle: verified SQL of public question sets must give the answers through our loader and sandbox. Found through MACT_DATA.</summary>
public sealed class GoldSqlTests(ITestOutputHelper output)
{
    private static readonly Regex Footnote = new(
        @"(\[[^\]]*\]|\s*\([^)]*\)|[•♦†‡*#+])$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>"12 years" is 12 in the canonical spelling of the sets.</summary>
    private static readonly Regex Measured = new(
        @"^(?<n>\d[\d,]*(\.\d+)?) (years?|days?|points?|times|months?)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

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

    /// <summary>
    /// The same without the types that the sets give: every program of SQUALL whose table is in the sets, over the table as the loader reads it, from
    /// rows and from a file.
    /// </summary>
    [Theory]
    [InlineData("rows", 0.998)]
    [InlineData("file", 0.998)]
    public void Gold_sql_gives_the_gold_answer_with_types_detected(string from, double least)
    {
        string[] files = ["wtq/dev.jsonl", "wtq/dev_gold200.jsonl", "wtq/examples.jsonl"];
        var items = files.SelectMany(ReadItems).ToList();
        var tables = items.DistinctBy(TableIdOf).ToDictionary(TableIdOf, item => item.GetProperty("tables")[0], StringComparer.Ordinal);
        var programs = items.Concat(ReadItems("wtq/squall_dev1_gold_sql.jsonl"))
            .Where(item => item.TryGetProperty("gold_sql", out var sql) && sql.ValueKind == JsonValueKind.String)
            .Where(item => tables.ContainsKey(TableIdOf(item)))
            .DistinctBy(item => item.GetProperty("id").GetString())
            .ToList();
        var wrong = new List<string>();
        foreach (var item in programs)
        {
            var table = tables[TableIdOf(item)];
            using var given = SqlSandbox.Load(
                [ReadTable("t", table)],
                new SqlLimits { Timeout = TimeSpan.FromSeconds(20) },
                TimeProvider.System);
            using var detected = SqlSandbox.Load(
                [ReadUntyped(table, from)], new SqlLimits { Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System);
            var sql = item.GetProperty("gold_sql").GetString()!;
            var outcome = detected.Execute(sql, TestContext.Current.CancellationToken);
            if (outcome is not SqlOutcome.Rows rows || !IsRight(item, rows.Result))
            {
                var typed = given.Execute(sql, TestContext.Current.CancellationToken) is SqlOutcome.Rows other && IsRight(item, other.Result);
                var shown = outcome is SqlOutcome.Rows { Result: var result }
                    ? string.Join("; ", Enumerable.Range(0, result.RowCount).SelectMany(r => result.Row(r).ToArray()).Select(cell => cell.Text))
                    : outcome.ToString();
                wrong.Add($"{item.GetProperty("id")} ({TableIdOf(item)}, with given types {(typed ? "right" : "wrong")}): "
                    + $"[{shown}] not {item.GetProperty("answer").GetRawText()} by {sql}");
            }
        }

        var share = 1 - ((double)wrong.Count / programs.Count);
        output.WriteLine($"{from}: {programs.Count - wrong.Count} of {programs.Count} ({share:P1})");
        wrong.ForEach(output.WriteLine);
        share.ShouldBeGreaterThanOrEqualTo(least);
    }

    private static string TableIdOf(JsonElement item) =>
        (item.TryGetProperty("table_id", out var id) ? id : item.GetProperty("meta").GetProperty("table_id")).GetString()!;

    private static Table ReadUntyped(JsonElement table, string from)
    {
        var columns = table.GetProperty("columns").EnumerateArray().Select(static cell => cell.GetString()!).ToArray();
        var rows = table.GetProperty("rows").EnumerateArray()
            .Select(static row => row.EnumerateArray().Select(static cell => (string?)cell.ToString()).ToArray())
            .ToArray();
        var reading = from == "rows"
            ? TableBuilder.Build("t", columns, rows, new TableLimits())
            : DelimitedTextReader.Read(
                "t",
                string.Join('\n', rows.Prepend(columns).Select(static row => string.Join(',', row.Select(Quote)))),
                new TableLimits(),
                cancellationToken: TestContext.Current.CancellationToken);
        return reading.ShouldBeOfType<TableReading.Success>().Table;
    }

    private static string Quote(string? cell) => '"' + cell!.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

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
        [.. item.GetProperty("tables").EnumerateArray().Select(static table => ReadTable(table.GetProperty("name").GetString()!, table))];

    private static Table ReadTable(string name, JsonElement table) =>
        JsonTableReader.Read(name, table.GetRawText(), new TableLimits(), cancellationToken: TestContext.Current.CancellationToken)
            .ShouldBeOfType<TableReading.Success>().Table;

    private static bool IsRight(JsonElement item, Table result)
    {
        if (item.TryGetProperty("answer_rows", out var rows))
        {
            var wanted = rows.EnumerateArray()
                .Select(row => string.Join('|', row.EnumerateArray().Select(cell => Canonical(cell.ToString()))))
                .ToList();
            var found = Enumerable.Range(0, result.RowCount)
                .Select(r => string.Join('|', result.Row(r).ToArray().Select(cell => Canonical(cell.Text)))).ToList();
            if (!item.GetProperty("ordered").GetBoolean())
            {
                wanted.Sort(StringComparer.Ordinal);
                found.Sort(StringComparer.Ordinal);
            }

            return wanted.SequenceEqual(found, StringComparer.Ordinal);
        }

        var answers = item.GetProperty("answer").EnumerateArray().Select(x => x.GetString()!).ToArray();
        var canon = item.TryGetProperty("answer_canon", out var given)
            ? given.EnumerateArray().Select(x => x.GetString()!).ToArray()
            : [.. answers.Select(static answer => Measured.Replace(answer, "${n}").Replace(",", string.Empty, StringComparison.Ordinal))];
        var targets = answers.Zip(canon).Select(pair => (Text: Normal(pair.First), Canon: Canonical(pair.Second))).Distinct().ToList();
        var values = Enumerable.Range(0, result.RowCount)
            .SelectMany(r => result.Row(r).ToArray())
            .Select(cell => cell.Text)
            .Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return targets.DistinctBy(target => target.Text).Count() == values.Select(Normal).Distinct(StringComparer.Ordinal).Count()
            && targets.TrueForAll(target => values.Exists(value => Normal(value) == target.Text || Canonical(value) == target.Canon));
    }

    private static string Canonical(string text) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            ? Math.Round(number, 6).ToString("R")
            : Normal(text);

    private static string Normal(string text)
    {
        var plain = Footnote.Replace(AnalystFunctions.Normalize(text), string.Empty).Trim().Trim('"').TrimEnd('.');
        return plain == text ? plain : Normal(plain);
    }
}
