using Mact.EndToEnd.Tests.Stack;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>The page as a person uses it, with nothing faked behind it.</summary>
[Collection(SharedStackTests.Name)]
public sealed class BrowserTests(SharedStack stack)
{
    [Fact]
    public async Task A_click_on_an_example_question_shows_its_answer_with_its_reading_calls_and_evidence()
    {
        await using var browser = await BrowserStack.OpenAsync(stack);
        var page = browser.Page;

        await page.GetByText("Who won the most stages?").ClickAsync();

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Jonas Vell");
        await Expect(page.Locator(".answer-card").GetByText("One rule, no vote.")).ToBeVisibleAsync();
        await Expect(page.GetByText("mact-table-reader").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Evidence" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Expect(page.Locator(".comparison")).ToContainTextAsync("answer");
        await page.GetByRole(AriaRole.Link, new() { Name = "Trace" }).ClickAsync();
        await Expect(page.Locator("details.call").First).ToBeVisibleAsync();
        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pasted_table_is_previewed_asked_and_found_in_the_history()
    {
        await using var browser = await BrowserStack.OpenAsync(stack);
        var page = browser.Page;

        await page.GetByText("Type or paste a table").ClickAsync();
        await page.Locator("#table-text").FillAsync("planet\tmoons\nMars\t2\nSaturn\t146\nUranus\t28\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add this table" }).ClickAsync();
        await Expect(page.Locator(".table-card")).ToContainTextAsync("Saturn");
        await page.Locator("#question").FillAsync("Which planet has the most moons?");
        await page.Locator("#question").PressAsync("Control+Enter");

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Saturn");
        await page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await Expect(page.Locator(".history .q").First).ToHaveTextAsync("Which planet has the most moons?");
        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_says_that_the_model_is_a_stand_in_and_that_history_lives_until_stop()
    {
        await using var browser = await BrowserStack.OpenAsync(stack);

        await Expect(browser.Page.GetByText("not a language model").First).ToBeVisibleAsync();
        await Expect(browser.Page.GetByText("live until the stack stops").First).ToBeVisibleAsync();
    }
}
