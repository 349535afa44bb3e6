using Mact.Web.Tests.Support;
using Microsoft.Playwright;

namespace Mact.Web.Tests.Browser;

public sealed class ScreenshotTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("MACT_SCREENSHOTS");

    private static readonly (string Name, string Path)[] Pages =
    [
        ("ask", "/"), ("run", "/questions/answered"), ("evidence", "/questions/answered/evidence"), ("trace", "/questions/answered/trace"),
        ("running", "/questions/running"), ("waiting", "/questions/waiting"), ("failed", "/questions/failed"), ("guessed", "/questions/guessed"), ("halted", "/questions/halted"),
        ("replay", "/replay"), ("history", "/history"), ("system", "/system"),
        ("evaluations", "/evaluations"), ("new-evaluation", "/evaluations/new"), ("evaluation", "/evaluations/" + RecordedEvaluations.Id),
        ("evaluation-items", "/evaluations/" + RecordedEvaluations.Id + "/items"), ("compare", "/evaluations/compare?a=" + RecordedEvaluations.Id + "&b=other"),
    ];

    [Fact]
    public async Task Every_page_is_pictured_in_light_and_dark_and_on_a_phone()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Folder), "Set MACT_SCREENSHOTS to a folder to have every page pictured.");
        Assert.SkipWhen(browser.Api is null, "No Chromium was found. Install the package chromium, or set MACT_CHROMIUM to its path.");
        var runs = browser.Api.Runs;
        (runs["answered"], runs["waiting"], runs["running"]) = (RecordedRuns.Answered, RecordedRuns.WaitingForModel, RecordedRuns.InFirstStep);
        (runs["failed"], runs["guessed"], runs["halted"]) = (RecordedRuns.Failed, RecordedRuns.Guessed, RecordedRuns.NotUnderstood);
        RecordedEvaluations.AddTo(browser.Api.Evaluations);
        foreach (var (name, path) in Pages)
        {
            await ShootAsync(path, $"{name}.png", 1280, dark: false);
            await ShootAsync(path, $"{name}-dark.png", 1280, dark: true);
            await ShootAsync(path, $"{name}-phone.png", 360, dark: false);
        }

        Directory.GetFiles(Folder, "*.png").Length.ShouldBeGreaterThanOrEqualTo(Pages.Length * 3);
    }

    private async Task ShootAsync(string path, string file, int width, bool dark)
    {
        var page = await browser.OpenAsync(path, [], width, dark);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        if (path == "/")
        {
            await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
        }

        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, file), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        await page.Context.CloseAsync();
    }
}
