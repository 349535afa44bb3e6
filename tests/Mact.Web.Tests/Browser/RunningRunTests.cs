using System.Collections.Concurrent;
using Mact.Web.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.Web.Tests.Browser;

/// <summary>A run that goes on while its page is reloaded, opened twice, or loses its web process.</summary>
public sealed class RunningRunTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private readonly ConcurrentQueue<string> _console = new();

    [Fact]
    public async Task A_reload_in_the_middle_continues_where_it_was()
    {
        var page = await OpenAsync("reload");
        await Expect(page.Locator(".step")).ToHaveCountAsync(1);

        await page.ReloadAsync();
        await Expect(page.Locator(".step")).ToHaveCountAsync(1);
        Finish("reload");

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Porto");
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_tabs_show_the_same_run()
    {
        var first = await OpenAsync("tabs");
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync("/questions/tabs");
        await Expect(first.Locator(".step")).ToHaveCountAsync(1);
        await Expect(second.Locator(".step")).ToHaveCountAsync(1);

        Finish("tabs");

        await Expect(first.Locator(".answer-text")).ToHaveTextAsync("Porto");
        await Expect(second.Locator(".answer-text")).ToHaveTextAsync("Porto");
        _console.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restart_of_the_web_process_is_survived_without_a_click()
    {
        var page = await OpenAsync("restart");
        await Expect(page.Locator(".step")).ToHaveCountAsync(1);
        await UntilOpenAsync(page);

        await browser.StopWebAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToContainTextAsync(
            "The connection to this page is lost.", new() { UseInnerText = true });
        browser.StartWebAgain();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(page.Locator(".step")).ToHaveCountAsync(1);
        Finish("restart");

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Porto");
    }

    [Fact]
    public async Task A_page_whose_server_went_away_before_its_circuit_was_there_comes_back_by_itself()
    {
        var page = await OpenAsync("early");
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            held.TrySetResult();
            await route.AbortAsync();
        });
        await page.ReloadAsync();
        await held.Task.WaitAsync(TestContext.Current.CancellationToken);
        await page.UnrouteAllAsync();

        Finish("early");

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Porto");
    }

    [Fact]
    public async Task Another_language_is_one_click_away_and_stays()
    {
        var page = await browser.OpenAsync("/history", _console);

        await page.Locator(".language").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("기록");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        // Rendered again by the circuit, and on another page: still Korean.
        await Expect(page.Locator("h1")).ToHaveTextAsync("기록");
        await page.Locator("nav a").First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("표에 물어보세요");
    }

    private async Task<IPage> OpenAsync(string id)
    {
        if (browser.IsThere)
        {
            browser.Api.Runs[id] = RecordedRuns.InFirstStep;
        }

        return await browser.OpenAsync($"/questions/{id}", _console);
    }

    // Before its circuit is there, a page has no connection to lose.
    private static Task UntilOpenAsync(IPage page) => page.Locator("main[data-live]").WaitForAsync();

    private void Finish(string id)
    {
        foreach (var record in RecordedRuns.Answered.Where(record => record.Sequence > browser.Api.Runs[id].Count))
        {
            browser.Api.Append(id, record);
        }
    }
}
