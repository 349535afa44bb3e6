using Mact.Core.Prompts;

namespace Mact.DevServices.Tests.Reader;

/// <summary>
/// An analyst's plain questions over ten plain tables (Analyst/tables.txt, Analyst/questions.txt): what is answered is right; "halt" marks what no
/// program of the reader's shapes says.
/// </summary>
public sealed class AnalystTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reader", "Analyst");

    private static Dictionary<string, PromptTable> Tables { get; } = Parts("tables.txt")
        .ToDictionary(static part => part.Name, static part => Sample.Table(part.Name, part.Text), StringComparer.Ordinal);

    private static IReadOnlyList<(string Table, string Question, string Answer)> Questions { get; } =
    [
        .. from part in Parts("questions.txt")
           from line in part.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let sides = line.Split(" => ")
           select (part.Name, sides[0], sides[1]),
    ];

    [Fact]
    public void What_is_answered_is_right_in_97_of_100_cases()
    {
        Tables.Count.ShouldBe(10);
        Questions.Count.ShouldBeGreaterThanOrEqualTo(150);
        var (answered, right) = (0, 0);
        foreach (var (table, question, expected) in Questions)
        {
            var answer = Sample.Vote(question, Tables[table]);
            if (answer.StartsWith("NOT_UNDERSTOOD", StringComparison.Ordinal))
            {
                output.WriteLine(expected == "halt" ? $"silent: {question}" : $"SILENT: {table}: {question}: {answer}");
                continue;
            }

            answered++;
            var isRight = Same(answer, expected);
            right += isRight ? 1 : 0;
            if (!isRight)
            {
                output.WriteLine($"WRONG: {table}: {question}: {answer}, expected {expected}");
            }
        }

        var answerable = Questions.Count(static question => question.Answer != "halt");
        output.WriteLine(
            $"{Questions.Count} questions, {answerable} of them with an answer; {answered} answered, {right} right: precision "
                + $"{right / (double)answered:P1}, coverage {right / (double)answerable:P1}");
        (right / (double)answered).ShouldBeGreaterThanOrEqualTo(0.97);
    }

    private static bool Same(string answer, string expected) =>
        answer.Split("; ").Order(StringComparer.Ordinal).SequenceEqual(expected.Split("; ").Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static IEnumerable<(string Name, string Text)> Parts(string file) =>
        File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n").Split("# ", StringSplitOptions.RemoveEmptyEntries)
            .Select(static part =>
                (part[..part.IndexOf('\n', StringComparison.Ordinal)].Trim(), part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim()));
}
