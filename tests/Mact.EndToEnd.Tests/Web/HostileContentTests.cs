using Mact.EndToEnd.Tests.Stack;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>Whatever a table holds, the pages show it as text.</summary>
[Collection(SharedStackTests.Name)]
public sealed class HostileContentTests(SharedStack stack)
{
    private const string Markup = "<img src=x onerror=\"window.broken='cell'\"><script>window.broken='cell'</script>";
    private const string Header = "<script>window.broken='header'</script>";

    [Fact]
    public async Task Markup_in_cells_headers_and_questions_stays_text_on_every_page()
    {
        LongForm.Only();
        await using var browser = await BrowserStack.OpenAsync(stack);
        var page = browser.Page;
        var cell = $"\"{Markup.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

        await BrowserStack.UploadAsync(page, "hostile.csv", $"city,population,{Header}\n{cell},5000,1\nBrook,3,2\n");
        await Expect(page.Locator(".table-card .grid tbody")).ToContainTextAsync("onerror");
        await page.Locator("#question").FillAsync("Which city has the highest population?");
        await page.Locator("#question").PressAsync("Control+Enter");

        await Expect(page.Locator(".answer-text")).ToContainTextAsync("onerror");
        foreach (var part in new[] { "Evidence", "Trace" })
        {
            await page.Locator(".sections").GetByRole(AriaRole.Link, new() { Name = part }).ClickAsync();
            await Expect(page.Locator(".sections a[aria-current=page]")).ToContainTextAsync(part);
        }

        await page.Locator("details.call summary").First.ClickAsync();
        await Expect(page.Locator("details.call pre.raw", new() { HasText = "onerror" }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "History", Exact = true }).ClickAsync();
        await Expect(page.Locator(".history .a").First).ToContainTextAsync("onerror");
        (await page.EvaluateAsync<string?>("() => window.broken ?? null")).ShouldBeNull();
        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Five_megabytes_pasted_become_a_table_that_can_be_asked()
    {
        LongForm.Only();
        await using var browser = await BrowserStack.OpenAsync(stack);
        var page = browser.Page;
        var filler = new string('x', 90);
        var text = "name\tvalue\tnote\n" + string.Concat(
            Enumerable.Range(0, 50_000).Select(i => $"row {i}\t{i}\t{filler}\n"));
        text.Length.ShouldBeGreaterThan(5_000_000);

        await page.EvaluateAsync(
            """
            text => {
              const data = new DataTransfer();
              data.setData('text/plain', text);
              document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """,
            text);

        await Expect(page.Locator(".table-card")).ToContainTextAsync("50,000 rows");
        await page.Locator("#question").FillAsync("Which name has the highest value?");
        await page.Locator("#question").PressAsync("Control+Enter");
        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("row 49999");
        browser.Complaints.ShouldBeEmpty();
    }
}
