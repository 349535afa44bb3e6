using System.Text.Json;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Questions;

/// <summary>The questions that the page offers on its bundled tables, through the real stack at default settings.</summary>
[Collection(SharedStackTests.Name)]
public sealed class ExampleQuestionTests(SharedStack stack)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string Folder = Path.Combine(Repository.Root, "Mact.Web", "Examples");

    public static TheoryData<string, string, string[]> Questions()
    {
        var data = new TheoryData<string, string, string[]>();
        foreach (var example in Examples())
        {
            foreach (var question in example.GetProperty("questions").EnumerateArray())
            {
                data.Add(
                    example.GetProperty("id").GetString()!,
                    question.GetProperty("text").GetString()!,
                    [.. question.GetProperty("answer").EnumerateArray().Select(static item => item.GetString()!)]);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task An_example_question_is_answered_rightly(string example, string question, string[] answer)
    {
        List<TableRef> tables = [];
        foreach (var table in Examples().Single(item => item.GetProperty("id").GetString() == example).GetProperty("tables").EnumerateArray())
        {
            var name = table.GetProperty("name").GetString()!;
            var csv = await File.ReadAllTextAsync(
                Path.Combine(Folder, table.GetProperty("file").GetString()!), TestContext.Current.CancellationToken);
            tables.Add(new(await stack.Api.UploadAsync(name, csv, TestContext.Current.CancellationToken), name));
        }

        var id = await stack.Api.AskAsync(question, tables, TestContext.Current.CancellationToken);
        var view = await stack.Api.WaitUntilTerminalAsync(id, Limit, TestContext.Current.CancellationToken);

        view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
        view.Answer.ShouldBe(answer, ignoreOrder: true);
        view.Agreement.ShouldNotBeNull();
        view.Agreement.Executed.ShouldBeTrue();
        view.Usage.Requests.ShouldBeGreaterThan(0);
        view.Usage.InputTokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void There_are_ten_example_questions_on_three_examples()
    {
        Examples().Count.ShouldBe(3);
        Questions().Count.ShouldBe(10);
    }

    private static List<JsonElement> Examples() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "examples.json"))).RootElement.EnumerateArray()];
}
