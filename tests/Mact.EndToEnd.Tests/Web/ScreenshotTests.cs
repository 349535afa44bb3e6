using Mact.EndToEnd.Tests.Stack;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>Pictures of every page in light and dark, as the real stack fills them: MACT_SCREENSHOTS names the folder that takes them.</summary>
[Collection(SharedStackTests.Name)]
public sealed class ScreenshotTests(SharedStack stack)
{
    private const int Width = 1120;
    private const int Height = 800;

    // The name of the other language needs a font that not every machine has.
    private const string Style = ".language { visibility: hidden; }";

    // Small enough to be kept beside the source.
    private const long MostBytes = 150_000;

    [Fact]
    public async Task Every_page_is_pictured_in_light_and_dark()
    {
        var folder = Environment.GetEnvironmentVariable("MACT_SCREENSHOTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Set MACT_SCREENSHOTS to a folder to have every page pictured.");
        await using var pages = await StackPages.PrepareAsync(stack, TestContext.Current.CancellationToken);
        await using var browser = await BrowserStack.OpenAsync(stack);
        foreach (var page in pages.All)
        {
            await ShootAsync(browser, page, Path.Combine(folder, $"{page.Name}-light.png"), dark: false);
            await ShootAsync(browser, page, Path.Combine(folder, $"{page.Name}-dark.png"), dark: true);
        }

        foreach (var page in pages.All)
        {
            new FileInfo(Path.Combine(folder, $"{page.Name}-light.png")).Length.ShouldBeInRange(1, MostBytes);
            new FileInfo(Path.Combine(folder, $"{page.Name}-dark.png")).Length.ShouldBeInRange(1, MostBytes);
        }
    }

    private static async Task ShootAsync(BrowserStack browser, StackPage pictured, string file, bool dark)
    {
        var page = await browser.OpenAsync(pictured.Path, Width, dark, Height);
        await page.Locator(pictured.Ready).First.WaitForAsync();
        await Expect(page.Locator(".ticking:empty")).ToHaveCountAsync(0);
        if (pictured.Focus is { } focus)
        {
            await page.Locator(focus).First.EvaluateAsync("element => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 90)");
        }

        await page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled, Style = Style });
        await page.Context.CloseAsync();
    }
}
