using System.Collections.Concurrent;
using Mact.Testing;
using Mact.Web.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.Web.Tests.Browser;

/// <summary>What a person without a mouse sees and reaches: WCAG 2.4.7 and 2.4.3.</summary>
public sealed class KeyboardTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const int MaxStops = 120;

    private readonly ConcurrentQueue<string> _console = new();

    [Theory]
    [InlineData("/")]
    [InlineData("/questions/keys")]
    [InlineData("/questions/keys/evidence")]
    [InlineData("/questions/keys/trace")]
    [InlineData("/history")]
    [InlineData("/system")]
    public async Task Every_stop_of_the_tab_key_shows_where_it_is(string path)
    {
        if (browser.IsThere)
        {
            browser.Api.Runs["keys"] = RecordedRuns.Answered;
        }

        var page = await browser.OpenLiveAsync(path, _console);
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.Locator(".brand").FocusAsync();
        var stops = 0;
        for (string? stop = "start"; stop.Length > 0 && stops < MaxStops; stops++)
        {
            await page.Keyboard.PressAsync("Tab");

            // The outline is on the element, or on what stands for it on the page (a label, a drop zone).
            stop = await page.EvaluateAsync<string>("""
                () => {
                  const element = document.activeElement;
                  if (!element || element === document.body || element.dataset.seen) {
                    return '';
                  }
                  element.dataset.seen = 'true';
                  const outlined = candidate => {
                    const style = getComputedStyle(candidate);
                    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                  };
                  const places = [element, element.parentElement, element.closest('.drop-head'), element.closest('label')].filter(Boolean);
                  return (places.some(outlined) ? 'ok ' : 'invisible ') + element.outerHTML.slice(0, 160);
                }
                """);
            stop.ShouldNotStartWith("invisible");
        }

        stops.ShouldBeGreaterThan(6);
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_of_the_page_takes_the_focus_and_gives_it_back()
    {
        if (browser.IsThere)
        {
            browser.Api.Runs["dialog"] = RecordedRuns.Answered;
        }

        var page = await browser.OpenLiveAsync("/history", _console);
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        var bin = page.Locator(".history .icon-btn").First;

        await bin.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("dialog")).ToBeVisibleAsync();
        await Expect(page.Locator("dialog .btn").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog")).ToBeHiddenAsync();
        await Expect(bin).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();

        await Expect(page.Locator(".toast")).ToContainTextAsync("Deleted.");
        await Expect(page.Locator("dialog")).ToBeHiddenAsync();
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_in_a_page_before_its_circuit_opens_stays_there()
    {
        var page = await browser.OpenAsync("/", _console);
        await page.Locator("#question").FocusAsync();

        await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
        await Expect(page.Locator("#question")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("How many");

        await Expect(page.Locator("#question")).ToHaveValueAsync("How many");
    }

    [Fact]
    public async Task The_focus_goes_where_things_happen()
    {
        var page = await browser.OpenLiveAsync("/", _console);
        await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
        await page.Locator(".typed:not(.earlier-tables) summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#table-text").FillAsync("city,country\nPorto,Portugal\n");
        await page.Locator("[data-mact-add-text]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".file-chip-name")).ToBeFocusedAsync();

        // A field that is off while its change is carried out has the focus again.
        await page.Locator(".corrections summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var type = page.Locator(".types select").Nth(2);
        await type.FocusAsync();
        var corrections = browser.Api.Corrections.Count;
        await page.Keyboard.PressAsync("ArrowUp");
        await Eventually.TrueAsync(() => browser.Api.Corrections.Count > corrections);
        await Expect(type).ToBeEnabledAsync();
        await Expect(type).ToBeFocusedAsync();

        // What had the focus is taken off: it goes to where the next file goes.
        await page.Locator(".table-head .icon-btn").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#table-files")).ToBeFocusedAsync();
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_follow_up_leads_to_the_heading_of_its_run_and_a_part_of_a_run_leaves_the_focus_where_it_is()
    {
        if (browser.IsThere)
        {
            browser.Api.Runs["follow"] = RecordedRuns.Answered;
            browser.Api.Runs[RecordedRuns.Id] = RecordedRuns.Answered;
        }

        var page = await browser.OpenLiveAsync("/questions/follow", _console);
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.Locator(".sections a[href*=trace]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("details.call").First.WaitForAsync();
        await Expect(page.Locator(".sections a[href*=trace]")).ToBeFocusedAsync();

        await page.Locator("#follow-up").FocusAsync();
        await page.Keyboard.TypeAsync("And by country?");
        await page.Keyboard.PressAsync("Control+Enter");

        await page.WaitForURLAsync("**/*after=follow*");
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        _console.ShouldBeEmpty();
    }
}
