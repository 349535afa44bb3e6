using Mact.EndToEnd.Tests.Stack;
using Microsoft.Playwright;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>This machine's Chromium in front of the whole stack.</summary>
internal sealed class BrowserStack : IAsyncDisposable
{
    // Milliseconds; generous, since the machine may be busy with other tests.
    private const int Patience = 40_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BrowserStack(IPlaywright playwright, IBrowser browser, IPage page, List<string> complaints)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
        Complaints = complaints;
    }

    public IPage Page { get; }

    /// <summary>Errors in the console, violations of the content security policy, and requests to any other host.</summary>
    public IReadOnlyList<string> Complaints { get; }

    /// <summary>Opens the page; skips the calling test where there is no Chromium.</summary>
    public static async Task<BrowserStack> OpenAsync(SharedStack stack)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await Chromium.LaunchAsync(playwright);
        var context = await browser.NewContextAsync(new() { BaseURL = stack.Host.Page.ToString(), ViewportSize = new() { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(stack.Host.Page.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                complaints.Add($"asked another host: {request.Url}");
            }
        };
        await page.GotoAsync("/");

        // Until its circuit is there the page is only a picture of itself.
        await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
        return new(playwright, browser, page, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
