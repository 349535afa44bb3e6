using System.Collections.Concurrent;
using Mact.Testing;
using Mact.Web.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.Web.Tests.Browser;

/// <summary>What is already on the page stays where it is while records arrive.</summary>
public sealed class LayoutShiftTests(BrowserFixture browser, ITestOutputHelper output) : IClassFixture<BrowserFixture>
{
    // The limit of a "good" page in Web Vitals: https://web.dev/articles/cls.
    private const double Good = 0.1;

    private readonly ConcurrentQueue<string> _console = new();

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Nothing_jumps_while_a_run_is_watched_from_its_first_record_to_its_answer(int width)
    {
        var id = $"shift-{width}";
        if (browser.IsThere)
        {
            browser.Api.Runs[id] = RecordedRuns.Queued;
        }

        var page = await browser.OpenLiveAsync($"/questions/{id}", _console, width);
        await page.EvaluateAsync("""
            () => {
              window.shifts = [];
              new PerformanceObserver(list => {
                for (const entry of list.getEntries()) {
                  window.shifts.push({ value: entry.value, what: entry.sources.map(source => source.node?.className || source.node?.nodeName || '?').join(', ') });
                }
              }).observe({ type: 'layout-shift', buffered: false });
            }
            """);

        foreach (var record in RecordedRuns.Answered.Skip(1))
        {
            await page.EvaluateAsync("""
                () => {
                  window.changed = new Promise(done => new MutationObserver((_, observer) => {
                    observer.disconnect();
                    requestAnimationFrame(() => requestAnimationFrame(done));
                  }).observe(document.getElementById('main'), { subtree: true, childList: true, characterData: true, attributes: true }));
                }
                """);
            browser.Api.Append(id, record);
            await page.EvaluateAsync("() => Promise.race([window.changed, new Promise(done => setTimeout(done, 2000))])");
        }

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Porto");
        var shifts = await page.EvaluateAsync<Shift[]>("() => window.shifts");

        foreach (var shift in shifts)
        {
            output.WriteLine($"{shift.Value:0.0000} {shift.What}");
        }

        var sum = shifts.Sum(static shift => shift.Value);
        output.WriteLine(
            $"Layout shift over {RecordedRuns.Answered.Count - 1} records at {width} px: {sum:0.000} in all (good: up to {Good})");
        sum.ShouldBeLessThan(Good);
    }

    [Theory]
    [InlineData("/", "/system")]
    [InlineData("/history", "/questions")]
    public async Task A_page_keeps_what_it_was_first_sent_with_when_its_circuit_opens(string path, string asked)
    {
        Assert.SkipUnless(browser.IsThere, ChromiumBrowser.Missing);
        var before = browser.Api.Reads.Count(read => read == asked);
        var page = await browser.OpenLiveAsync(path, _console);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        // Asked once, for the page as it was first sent: a second time would empty the page until the reply is there.
        (browser.Api.Reads.Count(read => read == asked) - before).ShouldBe(1);
    }

    private sealed class Shift
    {
        public double Value { get; set; }

        public string What { get; set; } = string.Empty;
    }
}
