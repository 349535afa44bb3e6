namespace Mact.DevServices.Tests.Reader;

/// <summary>
/// An analyst's plain questions over plain tables (Analyst/*-tables.txt, Analyst/*-questions.txt): what is answered is right; "halt" marks what no
/// program of the reader's shapes says. The second set has other domains and other words, and was written when the rules of the first were done.
/// </summary>
public sealed class AnalystTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reader", "Analyst");

    [Theory]
    [InlineData("first", 10, 150)]
    [InlineData("fresh", 4, 150)]
    [InlineData("third", 4, 120)]
    [InlineData("fourth", 10, 120)]
    [InlineData("fifth", 5, 60)]
    [InlineData("sixth", 9, 150)]
    [InlineData("seventh", 10, 180)]
    [InlineData("eighth", 5, 120)]
    [InlineData("ninth", 5, 80)]
    public void What_is_answered_is_right_in_97_of_100_cases(string set, int tables, int questions)
    {
        var shown = Parts(set, "tables")
            .ToDictionary(static part => part.Name, static part => Sample.Table(part.Name, part.Text), StringComparer.Ordinal);
        var asked = Questions(set);
        shown.Count.ShouldBe(tables);
        asked.Count.ShouldBeGreaterThanOrEqualTo(questions);
        var (answered, right) = (0, 0);
        foreach (var (table, question, expected) in asked)
        {
            var answer = Sample.Vote(question, shown[table]);
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

        var answerable = asked.Count(static question => question.Answer != "halt");
        output.WriteLine(
            $"{set}: {asked.Count} questions, {answerable} of them with an answer; {answered} answered, {right} right: precision "
                + $"{right / (double)answered:P1}, coverage {right / (double)answerable:P1}");
        (right / (double)answered).ShouldBeGreaterThanOrEqualTo(0.97);
    }

    private static IReadOnlyList<(string Table, string Question, string Answer)> Questions(string set) =>
    [
        .. from part in Parts(set, "questions")
           from line in part.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let sides = line.Split(" => ")
           select (part.Name, sides[0], sides[1]),
    ];

    private static bool Same(string answer, string expected) =>
        answer.Split("; ").Order(StringComparer.Ordinal).SequenceEqual(expected.Split("; ").Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static IEnumerable<(string Name, string Text)> Parts(string set, string file) =>
        File.ReadAllText(Path.Combine(Folder, $"{set}-{file}.txt")).ReplaceLineEndings("\n").Split("# ", StringSplitOptions.RemoveEmptyEntries)
            .Select(static part =>
                (part[..part.IndexOf('\n', StringComparison.Ordinal)].Trim(), part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim()));
}
