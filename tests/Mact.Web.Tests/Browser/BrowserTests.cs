using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Mact.Testing;
using Mact.Web.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.Web.Tests.Browser;

public sealed class BrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private readonly ConcurrentQueue<string> _console = new();

    [Fact]
    public async Task A_pasted_table_and_a_question_lead_to_the_answer_its_evidence_and_the_history()
    {
        var page = await OpenAskAsync();
        browser.Api.Runs[RecordedRuns.Id] = RecordedRuns.Answered;

        await PasteAsync(page, "city\tcountry\nPorto\tPortugal\n");
        await Expect(page.Locator(".table-card .grid tbody")).ToContainTextAsync("Lisbon");
        await page.Locator("#question").FillAsync("Which city gained the most?");
        await page.Locator("#question").PressAsync("Control+Enter");

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Porto");
        await page.GetByRole(AriaRole.Link, new() { Name = "Evidence" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Expect(page.Locator(".comparison")).ToContainTextAsync("holds the answer");
        await page.GetByRole(AriaRole.Link, new() { Name = "Trace" }).ClickAsync();
        await page.Locator("details.call summary").First.ClickAsync();
        await Expect(page.Locator("pre.raw").First).ToContainTextAsync("[text of p-rules]");
        await page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await Expect(page.Locator(".history .q", new() { HasText = RecordedRuns.Question.Text }).First).ToBeVisibleAsync();
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_example_question_is_one_click_from_its_answer()
    {
        var page = await OpenAskAsync();
        browser.Api.Runs[RecordedRuns.Id] = RecordedRuns.Answered;

        await page.Locator(".example .chip").First.ClickAsync();

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Porto");
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reload_keeps_the_table_and_the_question_as_it_was_typed()
    {
        var page = await OpenAskAsync();
        await PasteAsync(page, "city\tcountry\nPorto\tPortugal\n");
        await Expect(page.Locator(".file-chip")).ToHaveCountAsync(1);
        await page.Locator("#question").PressSequentiallyAsync("How many");

        await page.ReloadAsync();

        await Expect(page.Locator(".file-chip")).ToHaveCountAsync(1);
        await Expect(page.Locator("#question")).ToHaveValueAsync("How many");

        // What was sent can still be read in another way; when everything is taken off, the browser forgets it.
        var before = browser.Api.Uploads.Count;
        await page.Locator(".corrections summary").ClickAsync();
        await page.Locator(".reading select").First.SelectOptionAsync("decimalComma");
        await Eventually.TrueAsync(() => browser.Api.Uploads.Count == before + 1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start over" }).ClickAsync();
        await Expect(page.Locator(".file-chip")).ToHaveCountAsync(0);
        await page.WaitForFunctionAsync("""
            () => new Promise(done => {
              const opening = indexedDB.open('mact', 1);
              opening.onsuccess = () => {
                const counting = opening.result.transaction('sources').objectStore('sources').count();
                counting.onsuccess = () => { opening.result.close(); done(counting.result === 0); };
              };
            })
            """);
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task Five_megabytes_pasted_become_a_table()
    {
        var page = await OpenAskAsync();

        await PasteAsync(page, "a,b\n" + string.Concat(Enumerable.Repeat("1234567,7654321\n", 330_000)));

        await Expect(page.Locator(".table-card")).ToHaveCountAsync(1);
        browser.Api.Uploads.ShouldContain(static bytes => bytes > 5_000_000);
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_of_fifty_thousand_rows_is_read_to_its_last_row_with_few_of_them_drawn()
    {
        var page = await OpenAskAsync();
        var table = $$"""{"id":"{{FakeApi.LongTable}}","name":"long","columns":[{"name":"city","originalName":"city","type":"text"}],"rowCount":50000,"repairs":[]}""";
        (browser.Api.Table, browser.Api.UploadReply) = (table, (201, table));
        await PasteAsync(page, "city\tcountry\nPorto\tPortugal\n");
        var grid = page.Locator(".table-card .grid-scroll");
        await Expect(grid).ToContainTextAsync("city 40");
        (browser.Api.Table, browser.Api.UploadReply) = (null, null);

        await grid.EvaluateAsync("grid => { grid.scrollTop = grid.scrollHeight; }");
        await Expect(grid).ToContainTextAsync("city 50000");
        await grid.EvaluateAsync("grid => { grid.scrollTop = grid.scrollHeight / 2; }");
        await Expect(grid).ToContainTextAsync("city 25000");

        (await grid.Locator("tbody tr").CountAsync()).ShouldBeLessThan(150);
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_the_limit_is_refused_in_words_without_being_sent()
    {
        var page = await OpenAskAsync();
        var before = browser.Api.Uploads.Count(static bytes => bytes > 20_000_000);

        await page.EvaluateAsync("""
            () => {
              const data = new DataTransfer();
              data.items.add(new File([new Uint8Array(21 * 1024 * 1024)], 'big.csv'));
              const input = document.getElementById('table-files');
              input.files = data.files;
              input.dispatchEvent(new Event('change', { bubbles: true }));
            }
            """);

        await Expect(page.Locator(".drop .error")).ToContainTextAsync("the limit is 20 MB");
        browser.Api.Uploads.Count(static bytes => bytes > 20_000_000).ShouldBe(before);
    }

    [Fact]
    public async Task Keyboard_alone_reaches_the_content_and_asks()
    {
        var page = await OpenAskAsync();

        await page.Locator(".skip-link").FocusAsync();
        await Expect(page.Locator(".skip-link")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#question")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("How many?");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".ask > .error")).ToContainTextAsync("Add a table first");
    }

    [Fact]
    public async Task Hostile_text_runs_nothing()
    {
        browser.Api.Runs["hostile"] = RecordedRuns.Hostile("<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>");

        var page = await browser.OpenAsync("/questions/hostile", _console);

        await Expect(page.Locator(".answer-card")).ToBeVisibleAsync();
        (await page.TitleAsync()).ShouldNotBe("broken");
        _console.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/questions/phone")]
    [InlineData("/questions/phone/trace")]
    [InlineData("/questions/phone/evidence")]
    [InlineData("/history")]
    [InlineData("/system")]
    public async Task Nothing_is_wider_than_a_phone(string path)
    {
        if (browser.Api is { } api)
        {
            api.Runs["phone"] = RecordedRuns.Answered;
        }

        var page = await browser.OpenAsync(path, _console, width: 360);

        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
    }

    [Theory]
    [InlineData("/", false, false)]
    [InlineData("/questions/axe", true, false)]
    [InlineData("/questions/axe/evidence", false, false)]
    [InlineData("/", true, true)]
    [InlineData("/questions/axe", false, true)]
    [InlineData("/questions/axe/evidence", true, true)]
    [InlineData("/questions/axe/trace", false, true)]
    [InlineData("/questions/axe/trace", true, true)]
    [InlineData("/questions/axe-guess", false, true)]
    [InlineData("/history", false, true)]
    [InlineData("/system", true, true)]
    public async Task Axe_finds_nothing(string path, bool dark, bool onlyLong)
    {
        Assert.SkipWhen(onlyLong && Environment.GetEnvironmentVariable("MACT_LONG") != "1", "Part of the long form: set MACT_LONG=1.");
        if (browser.Api is { } api)
        {
            api.Runs["axe"] = RecordedRuns.Answered;
            api.Runs["axe-guess"] = RecordedRuns.Guessed;
        }

        var page = await browser.OpenLiveAsync(path, _console, dark: dark);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var result = await page.RunAxe();

        result.Violations.Select(
            static violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(static node => node.Html))}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Axe_finds_nothing_in_any_end_of_a_run_in_light_and_dark_on_a_desk_and_on_a_phone()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("MACT_LONG") != "1", "Part of the long form: set MACT_LONG=1.");
        await OpenAskAsync();
        var losses = new ResultGroup("r", ["country", "visitors"], [["Portugal", "-8150000"], ["Spain", "5300000"], ["Malta", null]], 3, [0, 1, 2]);
        var days = new ResultGroup("r", ["month", "visitors"], [["Apr 2024", "-3"], ["Feb 2024", "2"], ["Jan 2024", "1"]], 3, [0, 1, 2]);
        const string Sum = "SUM(visitors_2023) AS visitors FROM cities GROUP BY";
        Dictionary<string, IReadOnlyList<StoredRecord>> ends = new(StringComparer.Ordinal)
        {
            ["axe-bars"] = TableRuns.Of(losses, $"SELECT country, {Sum} country"),
            ["axe-line"] = TableRuns.Of(days, $"SELECT month, {Sum} month"),
            ["axe-halted"] = RecordedRuns.NotUnderstood,
            ["axe-readings"] =
            [
                .. RecordedRuns.NotUnderstood.Select(
                    static stored => stored.Record is Finished { Outcome: Outcome.Halted halted } finished
                        ? stored with
                        {
                            Record = finished with { Outcome = halted with { Suggestions = ["Which? (the first)", "Which? (the last)"] } },
                        }
                        : stored),
            ],
            ["axe-little"] = RecordedRuns.NotEnough,
            ["axe-split"] = VariedRuns.Split,
        };
        List<string> findings = [];
        foreach (var (id, records) in ends)
        {
            browser.Api.Runs[id] = records;
            foreach (var (width, dark) in new[] { (1280, false), (1280, true), (360, false), (360, true) })
            {
                var page = await browser.OpenLiveAsync($"/questions/{id}?after={RecordedRuns.Id}", _console, width, dark);
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(part => { part.open = true; })");
                var axe = await page.RunAxe();
                findings.AddRange(
                    axe.Violations.Select(
                        found => $"{id}, {width}, {dark}: {found.Id}: {string.Join(" | ", found.Nodes.Select(static node => node.Html))}"));
                if (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") > width)
                {
                    findings.Add($"{id}, {width}: wider than the window");
                }
            }
        }

        findings.ShouldBeEmpty();
        _console.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(".hero")]
    [InlineData("#question")]
    [InlineData("#table-drop textarea")]
    [InlineData("header.top")]
    [InlineData("#examples-heading")]
    public async Task A_file_that_is_dropped_anywhere_on_the_page_becomes_a_table_and_has_the_focus(string place)
    {
        var page = await OpenAskAsync();

        await DropAsync(page, place);

        await Expect(page.Locator(".file-chip")).ToHaveCountAsync(1);
        await Expect(page.Locator(".file-chip-name")).ToBeFocusedAsync();
        await Expect(page.Locator(".drop.over")).ToHaveCountAsync(0);
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_dropped_where_no_table_is_taken_does_not_replace_the_page()
    {
        var page = await browser.OpenLiveAsync("/history", _console);

        (await DropAsync(page, "h1")).ShouldBeFalse("the browser's own way, which opens the file, is prevented");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(1920)]
    [InlineData(360)]
    public async Task A_wide_table_takes_the_window_and_the_page_never_scrolls_sideways(int width)
    {
        browser.Api.Table = $$"""{"id":"t-wide","name":"wide","rowCount":4,"columns":[{{string.Join(
            ',', Enumerable.Range(0, 26).Select(static column => $$"""{"name":"Measure number {{column}}","type":"text"}"""))}}]}""";
        try
        {
            var page = await browser.OpenAsync("/", _console, width);
            await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
            await PasteAsync(page, "city\tcountry\nPorto\tPortugal\n");
            await page.Locator(".table-card").WaitForAsync();

            var card = await page.Locator(".table-card").BoundingBoxAsync();

            card!.Width.ShouldBe(width >= 1280 ? width - 40 : width - 28.8f, 4);
            (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        }
        finally
        {
            browser.Api.Table = null;
        }
    }

    [Fact]
    public async Task The_chosen_mode_is_kept_over_a_reload()
    {
        var page = await OpenAskAsync();

        await page.Locator("[data-mact-theme]").ClickAsync();
        await page.ReloadAsync();

        (await page.EvaluateAsync<string>("() => document.documentElement.dataset.theme")).ShouldBe("dark");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_colours_follow_the_system_and_the_chosen_mode_beats_it(bool systemIsDark)
    {
        var page = await browser.OpenLiveAsync("/", _console, dark: systemIsDark);
        (await IsDarkAsync()).ShouldBe(systemIsDark);

        await page.Locator("[data-mact-theme]").ClickAsync();

        (await IsDarkAsync()).ShouldBe(!systemIsDark);

        Task<bool> IsDarkAsync() => page.EvaluateAsync<bool>("""
            () => {
              const [paper, ink] = [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]
                .map(colour => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));
              return paper < ink;
            }
            """);
    }

    private async Task<IPage> OpenAskAsync()
    {
        var page = await browser.OpenAsync("/", _console);
        await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
        return page;
    }

    /// <summary>Drops a file as the browser does; whether its own way is left to it.</summary>
    private static Task<bool> DropAsync(IPage page, string place) => page.EvaluateAsync<bool>(
        """
        place => {
          const data = new DataTransfer();
          data.items.add(new File(['city,country\nPorto,Portugal\n'], 'cities.csv', { type: 'text/csv' }));
          const say = name => document.querySelector(place)
            .dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
          say('dragover');
          return say('drop');
        }
        """,
        place);

    private static Task PasteAsync(IPage page, string text) => page.EvaluateAsync(
        """
        text => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """,
        text);
}
