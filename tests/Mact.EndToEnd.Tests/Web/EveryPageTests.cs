using Deque.AxeCore.Playwright;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>Every page as the real stack fills it, in light and dark, on a desk and on a phone.</summary>
[Collection(SharedStackTests.Name)]
public sealed class EveryPageTests(SharedStack stack, ITestOutputHelper output)
{
    [Fact]
    public async Task Axe_finds_nothing_the_console_stays_silent_and_nothing_is_wider_than_the_window()
    {
        LongForm.Only();
        await using var pages = await StackPages.PrepareAsync(stack, TestContext.Current.CancellationToken);
        await using var browser = await BrowserStack.OpenAsync(stack);
        List<string> findings = [];
        foreach (var page in pages.All)
        {
            foreach (var (width, dark) in new[] { (1280, false), (1280, true), (360, false), (360, true) })
            {
                findings.AddRange(
                    (await FindingsAsync(browser, page, width, dark)).Select(finding => $"{page.Name}, {width} px, {(dark ? "dark" : "light")}: "
                        + $"{finding}"));
            }
        }

        output.WriteLine($"{pages.All.Count} pages in 4 forms each, {findings.Count} findings");
        findings.ShouldBeEmpty();
        browser.Complaints.ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> FindingsAsync(BrowserStack browser, StackPage visited, int width, bool dark)
    {
        var page = await browser.OpenAsync(visited.Path, width, dark);
        await page.Locator(visited.Ready).First.WaitForAsync();
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(part => { part.open = true; })");
        var axe = await page.RunAxe();
        List<string> findings =
        [
            .. axe.Violations.Select(static violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(static node => node.Html))}"),
        ];
        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > width)
        {
            findings.Add($"{wide} px wide");
        }

        await page.Context.CloseAsync();
        return findings;
    }
}
