using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Mact.EndToEnd.Tests.Stack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mact.EndToEnd.Tests.Questions;

/// <summary>Twenty simple questions through the whole stack, answered by a real model on this machine: the table reader is not part of it.</summary>
public sealed class LocalModelTests(ITestOutputHelper output)
{
    private const int LeastRight = 15;
    private const string ModelFile = "MACT_MODEL_FILE";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private const string People = """
        name,town,born,salary
        Anna Holm,Arden,1984,4200
        Boris Vale,Corin,1990,3100
        Clara Finch,Arden,1979,5300
        Dario Reyes,Belmore,2001,2700
        Ewa Lind,Corin,1995,3900
        """;

    private const string Books = """
        title,author,year,pages,price
        The Salt Road,Ines Marlow,1998,312,14.5
        Winter Harbour,Tom Ashby,2011,240,11
        A Map of Rain,Ines Marlow,2004,198,9.9
        Copper Sky,Lena Dorn,2016,421,18.2
        Small Hours,Tom Ashby,2019,156,8.4
        """;

    private static readonly (string Table, string Question, string[] Answer)[] Questions =
    [
        (People, "Who has the highest salary?", ["Clara Finch"]),
        (People, "What is the salary of Boris Vale?", ["3100"]),
        (People, "How many people live in Arden?", ["2"]),
        (People, "Who was born in 1995?", ["Ewa Lind"]),
        (People, "What is the average salary?", ["3840"]),
        (People, "In which town does Dario Reyes live?", ["Belmore"]),
        (People, "Who is the youngest?", ["Dario Reyes"]),
        (People, "What is the sum of the salaries in Corin?", ["7000"]),
        (People, "How many people were born before 1990?", ["2"]),
        (People, "Who earns less than 3000?", ["Dario Reyes"]),
        (Books, "Which book has the most pages?", ["Copper Sky"]),
        (Books, "How many books are by Tom Ashby?", ["2"]),
        (Books, "Who wrote A Map of Rain?", ["Ines Marlow"]),
        (Books, "What is the price of Winter Harbour?", ["11"]),
        (Books, "Which book was published in 2016?", ["Copper Sky"]),
        (Books, "What is the total number of pages?", ["1327"]),
        (Books, "Which book is the cheapest?", ["Small Hours"]),
        (Books, "How many books were published after 2000?", ["4"]),
        (Books, "What is the average number of pages of the books by Ines Marlow?", ["255"]),
        (Books, "Which books cost more than 14?", ["The Salt Road", "Copper Sky"]),
    ];

    [Fact]
    public async Task Of_twenty_simple_questions_a_small_model_on_this_machine_answers_fifteen_rightly()
    {
        var file = Environment.GetEnvironmentVariable(ModelFile);
        Assert.SkipWhen(string.IsNullOrEmpty(file), $"{ModelFile} is not set: it names a GGUF file, whose model is to answer.");
        var cancellation = TestContext.Current.CancellationToken;
        await using var stack = await StartAsync(file!, cancellation);
        using var api = new ApiDriver(stack.GetEndpoint("api", "http"));
        var people = new TableRef(await api.UploadAsync("people", People, cancellation), "people");
        var books = new TableRef(await api.UploadAsync("books", Books, cancellation), "books");

        List<string> right = [];
        foreach (var (table, question, answer) in Questions)
        {
            var id = await api.AskAsync(question, [table == People ? people : books], cancellation, new { strategy = "auto" });
            var view = await api.WaitUntilTerminalAsync(id, Limit, cancellation);
            var isRight = (view.Answer ?? []).Select(Canonical).Order().SequenceEqual(answer.Order());
            output.WriteLine($"{(isRight ? "right" : "WRONG")}  {question}  {string.Join(" | ", view.Answer ?? [])} ({view.Status})");
            if (isRight)
            {
                right.Add(id);
            }
        }

        output.WriteLine($"{right.Count} of {Questions.Length} right");
        right.Count.ShouldBeGreaterThanOrEqualTo(LeastRight);

        // The page says which model it was.
        using var browser = new HttpClient { BaseAddress = stack.GetEndpoint("web", "http") };
        (await browser.GetStringAsync(new Uri($"/questions/{right[0]}", UriKind.Relative), cancellation)).ShouldContain("Qwen2.5");
    }

    private static async Task<DistributedApplication> StartAsync(string file, CancellationToken cancellationToken)
    {
        string[] arguments = ["--web-port", "0", "--api-port", "0", "--redis", "stand-in", "--local-model", file];
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Mact_AppHost>(arguments, cancellationToken);
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.Resources.Select(static resource => resource.Name).ShouldNotContain("model-stand-in");
        var stack = await builder.BuildAsync(cancellationToken);
        try
        {
            await stack.StartAsync(cancellationToken).WaitAsync(Limit, cancellationToken);
            foreach (var service in new[] { "model", "api", "worker", "web" })
            {
                await stack.ResourceNotifications.WaitForResourceHealthyAsync(service, cancellationToken).WaitAsync(Limit, cancellationToken);
            }

            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>11.0 and 11 are one number.</summary>
    private static string Canonical(string text) => decimal.TryParse(text, out var number)
        ? number.ToString("0.####")
        : text;
}
