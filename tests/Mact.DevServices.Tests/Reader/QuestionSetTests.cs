using System.Text.Json;
using Mact.Core.Prompts;

namespace Mact.DevServices.Tests.Reader;

/// <summary>How much of public question sets the reader understands, and how often it is then right. Needs the folder of question sets
/// (MACT_DATA).</summary>
public sealed class QuestionSetTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("wtq/dev.jsonl")]
    [InlineData("wtq/dev_gold200.jsonl")]
    [InlineData("spider_mt/dev.jsonl")]
    public void Of_what_is_attempted_90_of_100_are_right(string file)
    {
        var (_, attempted, right) = Measure(file);

        right.ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(attempted * 0.9));
    }

    [Theory]
    [InlineData("tatqa/dev.jsonl")]
    [InlineData("scitab/dev.jsonl")]
    [InlineData("tabfact/dev.jsonl")]
    public void Texts_and_claims_are_not_attempted_or_right(string file)
    {
        var (_, attempted, right) = Measure(file);

        right.ShouldBe(attempted);
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
            var isRight = isAttempt
                && WtqScore.IsRight(
                    Strings(item, "answer"), Strings(item, item.TryGetProperty("answer_canon", out _) ? "answer_canon" : "answer"), answer
                        .Split("; "));
            if (isAttempt && !isRight)
            {
                output.WriteLine(
                    $"{item.GetProperty("id")}: {item.GetProperty("question")}: {answer}, expected {string.Join("; ", Strings(item, "answer"))}");
            }

            if (!isAttempt)
            {
                output.WriteLine($"silent: {item.GetProperty("question")}: {answer}");
            }

            asked++;
            attempted += isAttempt ? 1 : 0;
            right += isRight ? 1 : 0;
        }

        output.WriteLine($"{file}: {asked} asked, {attempted} attempted, {right} right");
        return (asked, attempted, right);
    }

    private static List<string> Strings(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(value => value.ToString())];

    private static PromptTable Table(JsonElement table)
    {
        var types = table.GetProperty("types").EnumerateArray().Select(type => type.GetString() switch
        {
            "INTEGER" => ColumnType.Integer,
            "REAL" or "NUMERIC" => ColumnType.Number,
            _ => ColumnType.Text,
        }).ToList();
        List<IReadOnlyList<string>> rows = [
            .. table.GetProperty("rows").EnumerateArray()
                .Select(row => (IReadOnlyList<string>)[.. row.EnumerateArray().Select(cell => cell.ToString().Trim())])];
        return new(
            table.GetProperty("name").GetString()!,
            [.. table.GetProperty("columns").EnumerateArray().Select((column, index) => new PromptColumn(column.GetString()!, types[index]))],
            rows,
            rows.Count);
    }
}
