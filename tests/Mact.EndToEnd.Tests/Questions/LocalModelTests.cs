using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Questions;

/// <summary>Twenty simple questions through the whole stack, answered by a real model on this machine: the table reader is not part of it.</summary>
[Collection(nameof(ModelOnThisMachine))]
public sealed class LocalModelTests(ITestOutputHelper output)
{
    private const int LeastRight = 15;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Of_twenty_simple_questions_a_small_model_on_this_machine_answers_fifteen_rightly()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var stack = await LocalModelStack.StartAsync(cancellation, "--local-model", LocalModelStack.RequireFile());
        await stack.UntilModelAnswersAsync(cancellation);
        using var api = new ApiDriver(stack.Api);
        var people = new TableRef(await api.UploadAsync("people", SimpleQuestions.People, cancellation), "people");
        var books = new TableRef(await api.UploadAsync("books", SimpleQuestions.Books, cancellation), "books");

        List<string> right = [];
        foreach (var question in SimpleQuestions.All)
        {
            var table = question.Table == SimpleQuestions.People ? people : books;
            var id = await api.AskAsync(question.Text, [table], cancellation, new { strategy = "auto" });
            var view = await api.WaitUntilTerminalAsync(id, Limit, cancellation);
            var isRight = question.IsAnsweredBy(view.Answer);
            output.WriteLine($"{(isRight ? "right" : "WRONG")}  {question.Text}  {string.Join(" | ", view.Answer ?? [])} ({view.Status})");
            if (isRight)
            {
                right.Add(id);
            }
        }

        output.WriteLine($"{right.Count} of {SimpleQuestions.All.Count} right");
        right.Count.ShouldBeGreaterThanOrEqualTo(LeastRight);

        // The page says which model it was.
        using var browser = new HttpClient { BaseAddress = stack.Page };
        (await browser.GetStringAsync(new Uri($"/questions/{right[0]}", UriKind.Relative), cancellation)).ShouldContain("Qwen2.5");
    }
}

/// <summary>A model takes both cores: nothing else of these tests starts meanwhile.</summary>
[CollectionDefinition(nameof(ModelOnThisMachine), DisableParallelization = true)]
public sealed class ModelOnThisMachine;
