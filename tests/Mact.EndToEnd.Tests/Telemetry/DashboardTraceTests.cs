using System.Text;
using System.Text.RegularExpressions;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Telemetry;

/// <summary>What a person finds in Aspire's dashboard after a question in the page.</summary>
public sealed partial class DashboardTraceTests
{
    private const string Question = "Which planet has the most moons?";
    private const float Patience = 60_000;

    // Small enough to be kept beside the source.
    private const long MostBytes = 150_000;

    /// <summary>How long nobody asks anything; an idle worker polls its queue all the time.</summary>
    private const float Idle = 60_000;

    [Fact]
    public async Task A_question_is_one_readable_trace_from_the_click_to_the_model_and_idling_adds_none()
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        Assert.SkipWhen(browser is null, ChromiumBrowser.Missing);
        await using var host = await AppHostProcess.StartAsync([], TestContext.Current.CancellationToken);
        using var own = Dashboard.Of(host);
        await AskAsync(await browser.OpenAsync(host.Page, "/", []));

        var dashboard = await browser.OpenAsync(new Uri(own.Login.GetLeftPart(UriPartial.Authority)), own.Login.PathAndQuery, []);
        await dashboard.GotoAsync("/traces");
        var rows = dashboard.Locator("tr.fluent-data-grid-row[aria-rowindex]");
        var question = rows.Filter(new() { HasText = $"ask \"{Question}\"" });
        await Expect(question).ToHaveCountAsync(1, new() { Timeout = Patience });
        await Expect(question).ToContainTextAsync("model-stand-in", new() { Timeout = Patience });

        // Everything else in the list is a request that the browser made: no poll, no click of a circuit, no command of Redis, no other stack.
        foreach (var row in await rows.AllInnerTextsAsync())
        {
            row.ShouldMatch("web: (ask \"|GET /|POST /upload/tables)");
        }

        if (LongForm.IsOn)
        {
            var before = await rows.CountAsync();
            await dashboard.WaitForTimeoutAsync(Idle);
            (await rows.CountAsync()).ShouldBe(before);
        }

        await question.GetByText("ask \"").ClickAsync();
        foreach (var name in (string[])["HTTP POST", "POST /questions", "invoke_agent mact", "execute_tool", "chat ", "vote answer"])
        {
            await Expect(rows.Filter(new() { HasText = name }).First).ToBeVisibleAsync(new() { Timeout = Patience });
        }

        await PictureAsync(dashboard);
        foreach (var row in (await rows.AllInnerTextsAsync()).Where(static row => row.StartsWith("redis ", StringComparison.Ordinal)))
        {
            // A command that took less than 50 ms has no span; the view rounds.
            var duration = Milliseconds().Match(row);
            (!duration.Success || double.Parse(duration.Groups["number"].Value) >= 50).ShouldBeTrue(row);
        }

        await dashboard.Locator(".genai-details-button").First.ClickAsync();
        var details = dashboard.Locator("fluent-dialog", new() { HasText = "Input & output" });
        await Expect(details).ToContainTextAsync(Question, new() { Timeout = Patience });
        await Expect(details).ToContainTextAsync("Assistant");
        await Expect(details).ToContainTextAsync("Tokens");
    }

    /// <summary>For the README, where MACT_SCREENSHOTS names the folder that takes pictures.</summary>
    private static async Task PictureAsync(IPage dashboard)
    {
        if (Environment.GetEnvironmentVariable("MACT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var file = Path.Combine(folder, "dashboard-trace.png");
            await dashboard.SetViewportSizeAsync(1280, 720);
            await dashboard.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
            new FileInfo(file).Length.ShouldBeInRange(1, MostBytes);
        }
    }

    private static async Task AskAsync(IPage page)
    {
        await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
        await page.Locator("#table-files").SetInputFilesAsync(
            new FilePayload { Name = "planets.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("planet,moons\nMars,2\nSaturn,146\n") });
        await Expect(page.Locator(".table-card .grid tbody")).ToContainTextAsync("Saturn");
        await page.Locator("#question").FillAsync(Question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Saturn", new() { Timeout = Patience });
    }

    [GeneratedRegex(@"(?<number>[0-9.]+)ms", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Milliseconds();
}
