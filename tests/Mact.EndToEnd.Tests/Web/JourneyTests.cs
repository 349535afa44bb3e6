using Mact.EndToEnd.Tests.Stack;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>The whole way of one question, with nothing faked behind it.</summary>
[Collection(SharedStackTests.Name)]
public sealed class JourneyTests(SharedStack stack)
{
    private const string Planets = "planet,moons\nMars,2\nSaturn,146\nUranus,28\nNeptune,16\n";
    private const string Question = "Which planet has the most moons?";

    [Fact]
    public async Task A_file_is_asked_watched_understood_questioned_again_and_found_in_the_history()
    {
        await using var browser = await BrowserStack.OpenAsync(stack);
        var page = browser.Page;

        await BrowserStack.UploadAsync(page, "planets.csv", Planets);
        await Expect(page.Locator(".table-card .grid tbody")).ToContainTextAsync("Neptune");
        await page.Locator("#question").FillAsync(Question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Saturn");
        await Expect(page.Locator(".step")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator(".tl-note").First).ToContainTextAsync("took the question");

        await page.Locator(".sections").GetByRole(AriaRole.Link, new() { Name = "Evidence" }).ClickAsync();
        await Expect(page.Locator("tr.used")).ToContainTextAsync("Saturn");
        await page.Locator("#evidence-sql").FillAsync("SELECT planet FROM planets WHERE moons < 10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(page.Locator(".comparison")).ToContainTextAsync("does not hold the answer");
        await page.Locator("#evidence-sql").FillAsync("DROP TABLE planets");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(page.Locator("section .card .error").First).ToBeVisibleAsync();

        await page.Locator(".sections").GetByRole(AriaRole.Link, new() { Name = "Trace" }).ClickAsync();
        await page.Locator("details.call summary").First.ClickAsync();
        await Expect(page.Locator("details.call pre.raw", new() { HasText = "Neptune" }).First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "History", Exact = true }).ClickAsync();
        var item = page.Locator(".history li", new() { HasText = Question }).First;
        await Expect(item.Locator(".a")).ToHaveTextAsync("Saturn");
        await item.GetByRole(AriaRole.Link, new() { Name = "Ask again" }).ClickAsync();
        await Expect(page.Locator("#question")).ToHaveValueAsync(Question);
        await page.Locator("#question").FillAsync("Which planet has the fewest moons?");
        await page.Locator("#question").PressAsync("Control+Enter");
        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Mars");
        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_way_is_open_to_the_keyboard_alone()
    {
        LongForm.Only();
        await using var browser = await BrowserStack.OpenAsync(stack);
        var page = browser.Page;
        var keys = new Keys(page);

        await keys.ToAsync("#question");
        await page.Keyboard.TypeAsync(Question);
        await keys.PressAtAsync(".typed:not(.earlier-tables) summary", "Enter");
        await keys.ToAsync("#table-text");
        await page.Keyboard.InsertTextAsync(Planets);
        await keys.PressAtAsync("[data-mact-add-text]", "Enter");
        await Expect(page.Locator(".table-card .grid tbody")).ToContainTextAsync("Neptune");
        await keys.PressAtAsync("#ask-button", "Enter");
        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Saturn");

        await keys.PressAtAsync(".sections a[href$=evidence]", "Enter");
        await Expect(page.Locator("tr.used")).ToContainTextAsync("Saturn");
        await keys.ToAsync("#evidence-sql");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("SELECT max(moons) FROM pasted");
        await keys.PressAtAsync("section .card .btn-primary", "Enter");
        await Expect(page.Locator(".comparison")).ToBeVisibleAsync();

        await keys.PressAtAsync(".sections a[href$=trace]", "Enter");
        await keys.PressAtAsync("details.call summary", "Enter");
        await Expect(page.Locator("details.call pre.raw", new() { HasText = "Neptune" }).First).ToBeVisibleAsync();

        await keys.PressAtAsync("header nav a[href=history]", "Enter");
        await Expect(page.Locator(".history .q").First).ToHaveTextAsync(Question);
        await keys.PressAtAsync(".history .acts a", "Enter");
        await Expect(page.Locator("#question")).ToHaveValueAsync(Question);
        await keys.ToAsync("#question");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Saturn");
        browser.Complaints.ShouldBeEmpty();
    }
}
