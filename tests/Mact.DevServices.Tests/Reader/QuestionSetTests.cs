using System.Text.Json;
using Mact.Core.Prompts;
using Mact.Core.Tables;

namespace Mact.DevServices.Tests.Reader;

/// <summary>How much of public question sets the reader understands, and how often it is then right. Needs the folder of question sets (MACT_DATA).</summary>
public sealed class QuestionSetTests(ITestOutputHelper output)
{
    private const int Samples = 5;

    [Fact]
    public void At_least_15_percent_of_the_wtq_development_set_is_right_and_60_percent_of_what_is_attempted()
    {
        var (asked, attempted, right) = Measure("wtq/dev.jsonl");

        asked.ShouldBe(200);
        (right / (double)asked).ShouldBeGreaterThanOrEqualTo(0.15);
        (right / (double)attempted).ShouldBeGreaterThanOrEqualTo(0.60);
    }

    [Fact]
    public void The_rules_hold_on_questions_that_they_were_not_made_from()
    {
        var (asked, attempted, right) = Measure("wtq/dev_gold200.jsonl");

        (right / (double)asked).ShouldBeGreaterThanOrEqualTo(0.15);
        (right / (double)attempted).ShouldBeGreaterThanOrEqualTo(0.60);
    }

    [Fact]
    public void Claims_are_not_attempted()
    {
        var (_, attempted, _) = Measure("tabfact/dev.jsonl");

        attempted.ShouldBe(0);
    }

    [Fact]
    public void Of_the_questions_over_several_tables_that_are_attempted_one_in_five_is_right()
    {
        var (asked, attempted, right) = Measure("spider_mt/dev.jsonl");

        asked.ShouldBe(40);
        (right / (double)attempted).ShouldBeGreaterThanOrEqualTo(0.2);
    }

    private (int Asked, int Attempted, int Right) Measure(string file)
    {
        var folder = Environment.GetEnvironmentVariable("MACT_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("MACT_DATA names no folder of question sets.");
        }

        var (asked, attempted, right) = (0, 0, 0);
        foreach (var line in File.ReadLines(Path.Combine(folder, file)))
        {
            using var document = JsonDocument.Parse(line);
            var item = document.RootElement;
            var answer = Sample.Vote(item.GetProperty("question").GetString()!, [.. item.GetProperty("tables").EnumerateArray().Select(Table)]);
            var isAttempt = !answer.StartsWith("NOT_UNDERSTOOD", StringComparison.Ordinal);
            asked++;
            attempted += isAttempt ? 1 : 0;
            right += isAttempt && WtqScore.IsRight(Strings(item, "answer"), Strings(item, item.TryGetProperty("answer_canon", out _) ? "answer_canon" : "answer"), answer.Split("; ")) ? 1 : 0;
        }

        output.WriteLine($"{file}: {asked} asked, {attempted} attempted, {right} right");
        return (asked, attempted, right);
    }

    private static List<string> Strings(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(value => value.ToString())];

    private static PromptTable Table(JsonElement table)
    {
        var types = table.GetProperty("types").EnumerateArray().Select(type => type.GetString() switch
        {
            "INTEGER" => ColumnType.Integer,
            "REAL" or "NUMERIC" => ColumnType.Number,
            _ => ColumnType.Text,
        }).ToList();
        List<IReadOnlyList<string>> rows = [.. table.GetProperty("rows").EnumerateArray().Select(row => (IReadOnlyList<string>)[.. row.EnumerateArray().Select(cell => cell.ToString().Trim())])];
        return new(
            table.GetProperty("name").GetString()!,
            [.. table.GetProperty("columns").EnumerateArray().Select((column, index) => new PromptColumn(column.GetString()!, types[index]))],
            rows,
            rows.Count);
    }
}
