using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Mact.Web.Tests.Browser;
using Mact.Web.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.Web.Tests.Evaluations;

/// <summary>The pages of evaluations in Chromium: accessible, narrow enough, and usable with the keyboard.</summary>
public sealed class EvaluationBrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private readonly ConcurrentQueue<string> _console = new();

    [Theory]
    [InlineData("/evaluations", false, true)]
    [InlineData("/evaluations/new", true, true)]
    [InlineData("/evaluations/" + RecordedEvaluations.Id, false, false)]
    [InlineData("/evaluations/" + RecordedEvaluations.Id, true, true)]
    [InlineData("/evaluations/" + RecordedEvaluations.Id + "/items", true, false)]
    [InlineData("/evaluations/compare?a=" + RecordedEvaluations.Id + "&b=other", false, true)]
    public async Task Axe_finds_nothing_against_wcag_aa_and_nothing_is_wider_than_a_phone(string path, bool dark, bool onlyLong)
    {
        Assert.SkipWhen(onlyLong && Environment.GetEnvironmentVariable("MACT_LONG") != "1", "Part of the long form: set MACT_LONG=1.");
        Fill();
        var page = await browser.OpenLiveAsync(path, _console, width: 360, dark: dark);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(page.Locator("h1")).ToBeVisibleAsync();

        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        var result = await page.RunAxe();
        result.Violations.Select(
            static violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(static node => node.Html))}").ShouldBeEmpty();
        _console.Where(static line => line.StartsWith("error", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_checked_and_started_from_the_page()
    {
        Fill();
        var page = await browser.OpenLiveAsync("/evaluations/new", _console);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        const string text =
            "{\"question\":\"Which?\",\"tables\":[{\"columns\":[\"City\"],\"rows\":[[\"Porto\"]]}],\"answer\":[\"Porto\"]}\n{broken\n";

        await page.SetInputFilesAsync(
            "#data-file", new FilePayload { Name = "mine.jsonl", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
        await Expect(page.Locator("#check-heading")).ToBeVisibleAsync();
        await Expect(page.Locator(".wrap tbody tr")).ToHaveCountAsync(1);
        await page.Locator(".start-row .btn-primary").PressAsync("Enter");

        await Expect(page.Locator(".progress-card")).ToContainTextAsync("The first questions are being answered.");
        page.Url.ShouldEndWith("/evaluations/started");
    }

    [Fact]
    public async Task An_export_is_a_download()
    {
        Fill();
        var page = await browser.OpenLiveAsync($"/evaluations/{RecordedEvaluations.Id}/settings", _console);

        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[download]").First.ClickAsync());

        download.SuggestedFilename.ShouldBe($"mact-evaluation-{RecordedEvaluations.Id}.csv");
    }

    private void Fill()
    {
        if (browser.Api is { Evaluations: var evaluations })
        {
            RecordedEvaluations.AddTo(evaluations);
        }
    }
}
