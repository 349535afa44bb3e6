using System.Collections.Concurrent;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;
using Microsoft.Playwright;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>This machine's Chromium in front of the whole stack.</summary>
internal sealed class BrowserStack : IAsyncDisposable
{
    private readonly SharedStack _stack;
    private readonly ChromiumBrowser _browser;
    private readonly ConcurrentQueue<string> _complaints;

    private BrowserStack(SharedStack stack, ChromiumBrowser browser, ConcurrentQueue<string> complaints, IPage page)
    {
        _stack = stack;
        _browser = browser;
        _complaints = complaints;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings in the console, violations of the content security policy, and requests to any other host.</summary>
    public IEnumerable<string> Complaints => _complaints;

    /// <summary>Opens a page and waits for its circuit; skips the calling test where there is no Chromium.</summary>
    public static async Task<BrowserStack> OpenAsync(SharedStack stack, string path = "/", int width = 1280, bool dark = false)
    {
        var browser = await ChromiumBrowser.StartAsync();
        Assert.SkipWhen(browser is null, ChromiumBrowser.Missing);
        ConcurrentQueue<string> complaints = new();
        var page = await browser.OpenAsync(stack.Host.Page, path, complaints, width, dark);
        await UntilOpenAsync(page);
        return new(stack, browser, complaints, page);
    }

    /// <summary>Another page, in a profile of its own.</summary>
    public async Task<IPage> OpenAsync(string path, int width, bool dark, int height = 900)
    {
        var page = await _browser.OpenAsync(_stack.Host.Page, path, _complaints, width, dark, height);
        await UntilOpenAsync(page);
        return page;
    }

    /// <summary>Chooses a file for the page's tables, as the file dialog does.</summary>
    public static Task UploadAsync(IPage page, string name, string content) =>
        page.Locator("#table-files").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();

    // Until its circuit is there the page is only a picture of itself.
    private static async Task UntilOpenAsync(IPage page)
    {
        await page.Locator("main[data-live]").WaitForAsync();
        if (await page.Locator("#table-drop").CountAsync() > 0)
        {
            await page.Locator("#table-drop[data-ready=true]").WaitForAsync();
        }
    }
}
