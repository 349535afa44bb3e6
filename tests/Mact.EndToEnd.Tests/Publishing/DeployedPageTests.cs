using System.Text;
using Mact.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Publishing;

/// <summary>A deployment as a person meets it: its page. <c>deploy/try.sh</c> starts one in containers and says where it is.</summary>
public sealed class DeployedPageTests
{
    /// <summary>Names the page of the deployment that is to be asked.</summary>
    private const string AddressVariable = "MACT_DEPLOYED_PAGE";

    [Fact]
    public async Task A_question_is_asked_in_the_page_and_answered()
    {
        var address = Environment.GetEnvironmentVariable(AddressVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(address), $"{AddressVariable} names no deployment; deploy/try.sh starts one.");
        await using var browser = await ChromiumBrowser.StartAsync();
        Assert.SkipWhen(browser is null, ChromiumBrowser.Missing);
        var page = await browser.OpenAsync(new Uri(address), "/", []);

        // Until its circuit is there the page is only a picture of itself.
        await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
        await page.Locator("#table-files").SetInputFilesAsync(
            new FilePayload { Name = "planets.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("planet,moons\nMars,2\nSaturn,146\n") });
        await Expect(page.Locator(".table-card .grid tbody")).ToContainTextAsync("Saturn");
        await page.Locator("#question").FillAsync("Which planet has the most moons?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();

        await Expect(page.Locator(".answer-text")).ToHaveTextAsync("Saturn", new() { Timeout = 60_000 });
    }
}
