using Mact.EndToEnd.Tests.Stack;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>A run that is watched while it goes on.</summary>
[Collection(SharedStackTests.Name)]
public sealed class RunningRunTests(SharedStack stack)
{
    private const string Planets = "planet,moons\nMars,2\nSaturn,146\nUranus,28\n";

    [Fact]
    public async Task A_reload_and_a_second_tab_show_the_run_where_it_is_and_its_answer_when_it_comes()
    {
        using var trouble = new ModelTrouble(stack, ModelTrouble.Busy, skip: 1);
        await using var browser = await BrowserStack.OpenAsync(stack, $"/questions/{await AskAsync()}");
        var page = browser.Page;
        await Expect(page.Locator(".step .plans")).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(page.Locator(".step .plans")).ToBeVisibleAsync();
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync(page.Url);
        await Expect(second.Locator(".progress-now")).ToBeVisibleAsync();
        trouble.Dispose();

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Saturn");
        await Expect(second.Locator(".answer-text")).ToHaveTextAsync("Saturn");
        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_whose_web_process_dies_comes_back_to_the_run_when_it_is_started_again()
    {
        LongForm.Only();
        using var trouble = new ModelTrouble(stack, ModelTrouble.Busy, skip: 1);
        await using var browser = await BrowserStack.OpenAsync(stack, $"/questions/{await AskAsync()}");
        var page = browser.Page;
        await Expect(page.Locator(".step .plans")).ToBeVisibleAsync();

        await stack.Host.Web.KillAsync();

        await Expect(page.Locator("#components-reconnect-modal")).ToContainTextAsync(
            "The connection to this page is lost.", new() { UseInnerText = true });
        await stack.Host.Web.StartAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(page.Locator(".step .plans")).ToBeVisibleAsync();
        trouble.Dispose();
        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Saturn");
    }

    private async Task<string> AskAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var table = await stack.Api.UploadAsync("planets", Planets, token);
        return await stack.Api.AskAsync("Which planet has the most moons?", [new(table, "planets")], token);
    }
}
