using Mact.EndToEnd.Tests.Stack;
using Microsoft.Playwright;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>How the pages feel, in figures. MACT_LONG=1 measures; --output Detailed --show-stdout all prints.</summary>
[Collection(SharedStackTests.Name)]
public sealed class SpeedTests(SharedStack stack, ITestOutputHelper output)
{
    private const int Loads = 5;
    private const double PaintLimit = 1000;

    /// <summary>However long a table is, the page draws no more of it at once.</summary>
    private const int MostRows = 100;

    [Theory]
    [InlineData("/")]
    [InlineData("/history")]
    [InlineData("/system")]
    public async Task A_second_load_paints_within_a_second(string path)
    {
        LongForm.Only();
        await using var browser = await BrowserStack.OpenAsync(stack, path);
        var page = browser.Page;
        List<double> paints = [];
        for (var i = 0; i < Loads; i++)
        {
            await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Load });
            await page.WaitForFunctionAsync("() => performance.getEntriesByName('first-contentful-paint').length > 0");
            paints.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"));
        }

        var median = paints.Order().ElementAt(Loads / 2);
        Say($"First contentful paint of {Loads} later loads of {path}: median {median:0} ms, longest {paints.Max():0} ms");
        var weight = await page.EvaluateAsync<double>(
            "() => ['navigation', 'resource'].flatMap(t => performance.getEntriesByType(t)).reduce((sum, e) => sum + e.encodedBodySize, 0)");
        Say($"{path} and all that it loads weigh {weight / 1000:0} kB as sent");
        median.ShouldBeInRange(1, PaintLimit);
    }

    /// <summary>The first click that a process serves is the cold one: of a stack that other tests have used, it is a warm one.</summary>
    [Fact]
    public async Task A_click_on_an_example_comes_to_its_answer()
    {
        LongForm.Only();
        List<double> waits = [];
        for (var i = 0; i < Loads; i++)
        {
            await using var browser = await BrowserStack.OpenAsync(stack);
            var chip = browser.Page.Locator(".example-questions .chip:enabled").First;
            await chip.WaitForAsync();
            var clicked = TimeProvider.System.GetTimestamp();
            await chip.ClickAsync();

            // Looked for at every frame; a locator looks again only every half second.
            await browser.Page.WaitForFunctionAsync("() => document.querySelector('.answer-card')");
            waits.Add(TimeProvider.System.GetElapsedTime(clicked).TotalMilliseconds);
            browser.Complaints.ShouldBeEmpty();
        }

        Say($"From a click on an example to its answer: first {waits[0]:0} ms, then median {waits.Skip(1).Order().ElementAt((Loads - 1) / 2):0} ms");
        waits.ShouldAllBe(static wait => wait > 0);
    }

    // A person reading, and one who flings the page: pixels in a frame.
    [Theory]
    [InlineData(12)]
    [InlineData(120)]
    public async Task Fifty_thousand_rows_scroll_smoothly_and_show_the_rows_that_belong_there(int speed)
    {
        LongForm.Only();
        await using var browser = await BrowserStack.OpenAsync(stack);
        var page = browser.Page;
        var csv = "name,value,share,note\n" + string.Concat(
            Enumerable.Range(1, 50_000).Select(static i => $"row {i},{i},{i / 7.0:0.000},note on {i}\n"));
        var chosen = TimeProvider.System.GetTimestamp();
        await BrowserStack.UploadAsync(page, "rows.csv", csv);
        await page.Locator(".table-card .grid tbody td >> text=row 20").First.WaitForAsync();
        Say($"50,000 rows: the first are in the page {TimeProvider.System.GetElapsedTime(chosen).TotalMilliseconds:0} ms after the file was chosen");

        var scrolled = await page.EvaluateAsync<Scrolling>("""
            async speed => {
              const box = document.querySelector('.table-card .grid-scroll');
              box.scrollIntoView({ block: 'center' });
              await new Promise(requestAnimationFrame);
              const frames = [];
              const long = [];
              let blank = 0;
              const observer = new PerformanceObserver(list => long.push(...list.getEntries().map(entry => entry.duration)));
              observer.observe({ type: 'longtask' });
              const shown = () => {
                const middle = box.getBoundingClientRect();
                const row = document.elementFromPoint(middle.left + 60, middle.top + middle.height / 2)?.closest('tr');
                return row !== null && row !== undefined && !row.classList.contains('spacer') && row.querySelector('td') !== null;
              };
              let last = performance.now();
              for (let frame = 0; frame < 240; frame++) {
                box.scrollTop += speed;
                const now = await new Promise(requestAnimationFrame);
                frames.push(now - last);
                last = now;
                blank += shown() ? 0 : 1;
              }
              box.scrollTop = box.scrollHeight;
              const jumped = performance.now();
              while (!box.textContent.includes('row 50000') && performance.now() - jumped < 30000) {
                await new Promise(requestAnimationFrame);
              }
              const landed = performance.now() - jumped;
              observer.disconnect();
              frames.sort((a, b) => a - b);
              return {
                median: frames[frames.length / 2], p95: frames[Math.floor(frames.length * 0.95)], longest: frames[frames.length - 1], blank: blank,
                longTasks: long.length, longestTask: Math.max(0, ...long), landed: landed, rows: box.querySelectorAll('tbody tr:not(.spacer)').length, distance: box.scrollTop,
              };
            }
            """, speed);

        Say($"50,000 rows, 240 frames of scrolling {speed} px each: median frame {scrolled.Median:0.0} ms, p95 {scrolled.P95:0.0} ms");
        Say($"longest {scrolled.Longest:0.0} ms; {scrolled.LongTasks} long tasks (longest {scrolled.LongestTask:0} ms)");
        Say($"rows not yet there in {scrolled.Blank} frames");
        Say($"A jump to the last row shows it after {scrolled.Landed:0} ms; {scrolled.Rows} rows are in the page");
        scrolled.Rows.ShouldBeInRange(1, MostRows);
        scrolled.Landed.ShouldBeLessThan(30_000, "The last row never came.");
        browser.Complaints.ShouldBeEmpty();
    }

    private void Say(FormattableString text) => output.WriteLine(text.ToString());

    private sealed class Scrolling
    {
        public double Median { get; set; }

        public double P95 { get; set; }

        public double Longest { get; set; }

        public int Blank { get; set; }

        public int LongTasks { get; set; }

        public double LongestTask { get; set; }

        public double Landed { get; set; }

        public int Rows { get; set; }

        public double Distance { get; set; }
    }
}
