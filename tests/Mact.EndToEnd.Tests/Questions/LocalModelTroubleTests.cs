using System.Collections.Concurrent;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Questions;

/// <summary>A model on this machine that comes late, crashes, or can't be loaded, on the whole stack.</summary>
[Collection(nameof(ModelOnThisMachine))]
public sealed class LocalModelTroubleTests(ITestOutputHelper output)
{
    private const string Question = "Who has the highest salary?";
    private const string Served = "Qwen2.5";
    private const int MostAsked = 30;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_click_on_the_page_brings_in_a_model_and_loses_no_question()
    {
        LongForm.Only();
        var cancellation = TestContext.Current.CancellationToken;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["LocalModel__File"] = LocalModelStack.RequireFile() };
        await using var browser = await ChromiumBrowser.StartAsync();
        Assert.SkipWhen(browser is null, ChromiumBrowser.Missing);
        await using var stack = await LocalModelStack.StartAsync(settings, cancellation);
        using var api = new ApiDriver(stack.Api);
        var people = new TableRef(await api.UploadAsync("people", SimpleQuestions.People, cancellation), "people");
        stack.State.ShouldBe(KnownResourceStates.NotStarted);
        (await ModelOfAsync(api, await api.AskAsync(Question, [people], cancellation), cancellation)).ShouldContain("table-reader");

        ConcurrentQueue<string> complaints = new();
        var page = await browser.OpenAsync(stack.Page, "/", complaints);
        await page.Locator("main[data-live]").WaitForAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Use a model on this computer" }).ClickAsync();

        // Somebody asks all the while.
        List<string> asked = [];
        await Eventually.TrueAsync(
            async () =>
            {
                if (asked.Count == 0 || (asked.Count < MostAsked && (await api.GetAsync(asked[^1], cancellation)).Answer is not null))
                {
                    asked.Add(await api.AskAsync(Question, [people], cancellation, new { strategy = "auto" }));
                }

                return (await api.Client.ReadSystemAsync(cancellation)) is ApiResult<SystemReport>.Ok { Value.Model.Local: true };
            },
            bound: Limit);
        asked.Add(await api.AskAsync(Question, [people], cancellation, new { strategy = "auto" }));

        foreach (var id in asked)
        {
            (await api.WaitUntilTerminalAsync(id, Limit, cancellation)).Status.ShouldBe(QuestionStatus.Answered, id);
        }

        output.WriteLine($"{asked.Count} questions while it took over");
        (await ModelOfAsync(api, asked[^1], cancellation)).ShouldContain(Served);
        await Expect(page.Locator("[role=status]", new() { HasText = "It is a small model" })).ToBeVisibleAsync();
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crash_of_the_native_code_in_the_middle_of_a_question_loses_nothing()
    {
        LongForm.Only();
        var cancellation = TestContext.Current.CancellationToken;
        await using var stack = await LocalModelStack.StartAsync(cancellation, "--local-model", LocalModelStack.RequireFile());
        await stack.UntilModelAnswersAsync(cancellation);
        using var api = new ApiDriver(stack.Api);
        using var model = new HttpClient { BaseAddress = stack.Model };
        var people = new TableRef(await api.UploadAsync("people", SimpleQuestions.People, cancellation), "people");

        // Once one is answered, nothing else is at work: the worker has shown its prompts by then.
        await ModelOfAsync(api, await api.AskAsync("Who is the youngest?", [people], cancellation, new { strategy = "sql" }), cancellation);
        await Eventually.TrueAsync(async () => !await WorksAsync(), bound: Limit);

        var id = await api.AskAsync(Question, [people], cancellation, new { strategy = "sql", codeSamples = 20, adaptiveSampling = false });
        await Eventually.TrueAsync(WorksAsync, bound: Limit);
        await stack.CrashModelAsync();

        (await api.WaitUntilTerminalAsync(id, Limit, cancellation)).Answer.ShouldBe(["Clara Finch"]);
        (await api.RecordsAsync(id, cancellation)).Select(static stored => stored.Record).OfType<ModelCall>()
            .SelectMany(static call => call.Reply.Tries).ShouldContain(static one => one.Error != null);

        async Task<bool> WorksAsync() =>
            (await model.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellation)).Split('\n')
                .Any(static line =>
                    line.StartsWith("vllm:num_requests_running", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_said_in_one_line_and_the_stack_lives()
    {
        LongForm.Only();
        var cancellation = TestContext.Current.CancellationToken;
        var whole = LocalModelStack.RequireFile();
        await using var browser = await ChromiumBrowser.StartAsync();
        Assert.SkipWhen(browser is null, ChromiumBrowser.Missing);
        var folder = Directory.CreateTempSubdirectory("mact-models-").FullName;
        var file = Path.Combine(folder, "model.gguf");
        await File.WriteAllTextAsync(file, "These are words, and no model at all.", cancellation);
        await using var stack = await LocalModelStack.StartAsync(cancellation, "--local-model", file);
        using var api = new ApiDriver(stack.Api);
        var people = new TableRef(await api.UploadAsync("people", SimpleQuestions.People, cancellation), "people");
        var page = await browser.OpenAsync(stack.Page, "/system", new ConcurrentQueue<string>());
        var status = page.Locator("section[aria-labelledby=local-model-heading] [role=status]");

        await Expect(status).ToContainTextAsync("is not a GGUF file");
        (await FailureAsync("is not a GGUF file")).ShouldContain(file);
        var lost = await api.AskAsync(Question, [people], cancellation, new { strategy = "sql" });
        (await api.WaitUntilTerminalAsync(lost, Limit, cancellation)).Error!.Message.ShouldContain("is not a GGUF file");

        await BecomesAsync(async () =>
        {
            await using var from = File.OpenRead(whole);
            await using var to = File.Create(file);
            var part = new byte[from.Length / 2];
            await from.ReadExactlyAsync(part, cancellation);
            await to.WriteAsync(part, cancellation);
        });
        await FailureAsync("is cut off");

        await BecomesAsync(() => File.WriteAllBytesAsync(file, Gguf("martian"), cancellation));
        await FailureAsync("martian");

        // As long as no memory is; the disk has none of it.
        await BecomesAsync(() =>
        {
            File.WriteAllBytes(file, Gguf("qwen2"));
            using var sparse = File.OpenWrite(file);
            sparse.SetLength(1L << 40);
            return Task.CompletedTask;
        });
        await FailureAsync("MB of memory");
        await Expect(status).ToContainTextAsync("MB of memory");

        await BecomesAsync(() =>
        {
            File.Delete(file);
            File.CreateSymbolicLink(file, whole);
            return Task.CompletedTask;
        });
        var id = await api.AskAsync(Question, [people], cancellation, new { strategy = "sql" });
        (await api.WaitUntilTerminalAsync(id, Limit, cancellation)).Answer.ShouldBe(["Clara Finch"]);
        Directory.Delete(folder, recursive: true);

        async Task BecomesAsync(Func<Task> write)
        {
            await write();
            await stack.RestartModelAsync(cancellation);
        }

        async Task<string> FailureAsync(string message)
        {
            var report = await Eventually.FitsAsync(
                () => api.Client.ReadLocalModelAsync(cancellation),
                result => result is ApiResult<LocalModelReport>.Ok { Value: { State: LocalModelState.Failed, Message: { } said } }
                    && said.Contains(message, StringComparison.Ordinal),
                Limit);
            var line = report.Require().Message!;
            output.WriteLine(line);
            line.ShouldNotContain('\n');
            return line;
        }
    }

    /// <summary>The head of a model file without any tensor.</summary>
    private static byte[] Gguf(string architecture)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(0ul);
        writer.Write(1ul);
        Text("general.architecture");
        writer.Write(8u);
        Text(architecture);

        // Where tensors would begin is a multiple of 32.
        bytes.SetLength(128);
        return bytes.ToArray();

        void Text(string text)
        {
            writer.Write((ulong)text.Length);
            writer.Write(Encoding.ASCII.GetBytes(text));
        }
    }

    private static async Task<string> ModelOfAsync(ApiDriver api, string id, CancellationToken cancellationToken)
    {
        await api.WaitUntilTerminalAsync(id, Limit, cancellationToken);
        return (await api.RecordsAsync(id, cancellationToken)).Select(static stored => stored.Record).OfType<ModelCall>().Last().Reply.Model;
    }
}
