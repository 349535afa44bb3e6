using System.Text.Json;
using Mact.Core.Prompts;

namespace Mact.DevServices.Tests.Reader;

/// <summary>The questions that the page offers beside its example tables.</summary>
public sealed class ExampleQuestionTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Examples");

    public static TheoryData<string, string, string> Questions()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var example in Examples())
        {
            foreach (var question in example.GetProperty("questions").EnumerateArray())
            {
                data.Add(
                    example.GetProperty("id").GetString()!,
                    question.GetProperty("text").GetString()!,
                    string.Join("; ", question.GetProperty("answer").EnumerateArray().Select(answer => answer.GetString())));
            }
        }

        return data;
    }

    [Fact]
    public void There_are_three_tables_with_ten_questions()
    {
        Examples().Count.ShouldBe(3);
        Questions().Count.ShouldBe(10);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_vote_of_five_samples_is_right_whatever_the_seed(string example, string question, string answer)
    {
        long[] seeds = [.. Enumerable.Range(0, 25).Select(seed => (long)seed)];

        var answers = Sample.Complete(Sample.Plan(question, Tables(example)), seeds).Select(Sample.Answer).ToList();

        for (var start = 0; start <= 20; start++)
        {
            answers.Skip(start).Take(5).GroupBy(text => text, StringComparer.Ordinal).MaxBy(group => group.Count())!.Key.ShouldBe(answer);
        }
    }

    private static List<JsonElement> Examples()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "examples.json")));
        return [.. document.RootElement.EnumerateArray().Select(example => example.Clone())];
    }

    private static List<PromptTable> Tables(string id) =>
    [
        .. Examples().Single(example => example.GetProperty("id").GetString() == id).GetProperty("tables").EnumerateArray()
            .Select(table =>
                Sample.Table(table.GetProperty("name").GetString()!, File.ReadAllText(Path.Combine(Folder, table.GetProperty("file").GetString()!)))),
    ];
}
