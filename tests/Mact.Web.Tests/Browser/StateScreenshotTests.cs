using Mact.Testing;
using Mact.Web.Tests.Support;
using Microsoft.Playwright;

namespace Mact.Web.Tests.Browser;

/// <summary>Pictures of states that a healthy stack does not show: MACT_SCREENSHOTS names the folder. Those of the real stack come from the
/// end-to-end tests.</summary>
public sealed class StateScreenshotTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("MACT_SCREENSHOTS");

    private static readonly (string Name, string Path)[] Pages =
    [
        ("waiting", "/questions/waiting"), ("failed", "/questions/failed"), ("guessed", "/questions/guessed"), ("halted", "/questions/halted"),
        ("not-enough", "/questions/not-enough"), (
            "table",
            "/questions/table?after=halted"), ("line", "/questions/line"), ("retried", "/questions/retried"), ("missing", "/questions/missing"),
        ("evaluations", "/evaluations"), ("evaluation", "/evaluations/" + RecordedEvaluations.Id), (
            "evaluation-items", "/evaluations/" + RecordedEvaluations.Id + "/items"),
        ("compare", "/evaluations/compare?a=" + RecordedEvaluations.Id + "&b=other"),
    ];

    [Fact]
    public async Task Every_state_is_pictured_in_light_and_dark_and_on_a_phone()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Folder), "Set MACT_SCREENSHOTS to a folder to have every state pictured.");
        Assert.SkipUnless(browser.IsThere, ChromiumBrowser.Missing);
        var runs = browser.Api.Runs;
        (runs["waiting"], runs["failed"], runs["guessed"]) = (RecordedRuns.WaitingForModel, RecordedRuns.Failed, RecordedRuns.Guessed);
        (runs["halted"], runs["not-enough"], runs["retried"]) = (RecordedRuns.NotUnderstood, RecordedRuns.NotEnough, RecordedRuns.Retried);
        runs["table"] = TableRuns.Of(
            new("r", ["country", "visitors"], [["Portugal", "8150000"], ["Spain", "5300000"], ["Italy", "1204000"]], 3, [0, 1, 2]),
            "SELECT country, SUM(visitors_2023) AS visitors FROM cities GROUP BY country");
        runs["line"] = TableRuns.Of(
            new("r", ["month", "visitors"], [["2024-01", "410"], ["2024-02", "380"], ["2024-03", "520"], ["2024-04", "610"]], 4, [0, 1, 2]),
            "SELECT month, visitors FROM t");
        RecordedEvaluations.AddTo(browser.Api.Evaluations);
        foreach (var (name, path) in Pages)
        {
            await ShootAsync(path, $"state-{name}.png", 1280, dark: false);
            await ShootAsync(path, $"state-{name}-dark.png", 1280, dark: true);
            await ShootAsync(path, $"state-{name}-phone.png", 360, dark: false);
        }

        Directory.GetFiles(Folder, "*.png").Length.ShouldBeGreaterThanOrEqualTo(Pages.Length * 3);
    }

    private async Task ShootAsync(string path, string file, int width, bool dark)
    {
        var page = await browser.OpenLiveAsync(path, new(), width, dark);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, file), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }
}
