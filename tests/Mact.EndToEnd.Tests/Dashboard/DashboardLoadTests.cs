using System.Diagnostics;
using System.Globalization;
using Mact.EndToEnd.Tests.Stack;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>What the AppHost holds and how its page feels after a long day. Long: MACT_LONG=1.</summary>
public sealed class DashboardLoadTests(ITestOutputHelper output)
{
    private const int Questions = 1_000;
    private const int Lines = 100_000;
    private const int Clients = 8;
    private const long BoundMegabytes = 300;
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_questions_and_a_hundred_thousand_log_lines_keep_the_apphost_under_300_megabytes_and_its_page_usable()
    {
        LongForm.Only();
        AppHostProcess.SkipUnlessSupported();
        await using var host = await AppHostProcess.StartAsync([], Cancellation, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true",
            ["Logging__LogLevel__Default"] = "Debug",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Debug",
        });
        Print("at start", await MemoryAsync(host));

        var last = await AskAsync(host);
        await WriteLinesAsync(host);
        Print(string.Create(CultureInfo.InvariantCulture, $"after {Questions} questions with captured content and {host.Output.Count()} lines"), await MemoryAsync(host));

        await using var dashboard = await DashboardPage.OpenAsync(DashboardDriver.LoginOf(host));
        await UseAsync(dashboard.Page, last);
        var memory = await MemoryAsync(host);
        Print("after its page was used", memory);
        memory.Peak.ShouldBeLessThan(BoundMegabytes);
        dashboard.Complaints.ShouldBeEmpty();
    }

    /// <summary>Asks them all, answers awaited; the last one's id.</summary>
    private static async Task<string> AskAsync(AppHostProcess host)
    {
        using var api = new ApiDriver(host.Api);
        var table = await api.UploadAsync("cities", Csv, Cancellation);
        await Parallel.ForAsync(0, Questions, new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = Cancellation }, async (number, token) =>
        {
            var id = await AskOneAsync(number, token);
            await api.WaitUntilTerminalAsync(id, Limit, token);
        });
        var last = await AskOneAsync(Questions, Cancellation);
        await api.WaitUntilTerminalAsync(last, Limit, Cancellation);
        return last;

        Task<string> AskOneAsync(int seed, CancellationToken token) => api.AskAsync("Which city has the highest population?", [new(table, "cities")], token, new { seed });
    }

    /// <summary>Each request makes the Api write some lines.</summary>
    private static async Task WriteLinesAsync(AppHostProcess host)
    {
        using var client = new HttpClient { BaseAddress = host.Api };
        while (host.Output.Count() < Lines)
        {
            await Parallel.ForAsync(0, 500, new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = Cancellation }, async (_, token) =>
                await client.GetStringAsync(new Uri("alive", UriKind.Relative), token));
        }
    }

    private async Task UseAsync(IPage page, string question)
    {
        await TimeAsync("the list of traces", async () =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Traces" }).ClickAsync();
            await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
        });
        var found = page.Locator("tbody tr").Filter(new() { HasText = question });
        await TimeAsync("a question found by its id (the list is asked once a second)", async () =>
        {
            await page.GetByLabel("Search the traces").FillAsync(question);
            await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
            await Expect(found).ToHaveCountAsync(1);
        });
        await TimeAsync("its waterfall", async () =>
        {
            await found.GetByRole(AriaRole.Link).ClickAsync();
            await Expect(page.Locator(".waterfall tbody tr").First).ToBeVisibleAsync();
        });
        await TimeAsync("a log", async () =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Logs" }).ClickAsync();
            await page.GetByLabel("Resource").SelectOptionAsync("api");
            await Expect(page.GetByRole(AriaRole.Log).Locator("div").First).ToBeVisibleAsync();
        });
        await TimeAsync("a search in it (asked once a second)", async () =>
        {
            await page.GetByLabel("Search in the lines").FillAsync("no line has these words");
            await Expect(page.GetByRole(AriaRole.Log).Locator("div")).ToHaveCountAsync(0);
        });
    }

    private async Task TimeAsync(string what, Func<Task> act)
    {
        var clock = Stopwatch.StartNew();
        await act();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalMilliseconds:0} ms"));
    }

    private void Print(string when, (long Now, long Peak) megabytes) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"AppHost {when}: {megabytes.Now} MB, at most {megabytes.Peak} MB so far"));

    private static async Task<(long Now, long Peak)> MemoryAsync(AppHostProcess host)
    {
        var lines = await File.ReadAllLinesAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{host.Id}/status"), Cancellation);
        return (Read("VmRSS:"), Read("VmHWM:"));

        long Read(string name) => long.Parse(
            lines.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) / 1024;
    }
}
