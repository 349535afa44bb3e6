using System.Collections.Concurrent;
using System.Net;
using Mact.Testing;
using Mact.Web.Tests.Support;
using Microsoft.Playwright;

namespace Mact.Web.Tests.Browser;

/// <summary>Chromium of this machine in front of the real web process, which is in front of the fake Api.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private ChromiumBrowser? _browser;
    private WebApp? _web;
    private Uri _site = null!;
    private IBrowserContext? _opened;

    internal FakeApi Api { get; private set; } = null!;

    /// <summary>Whether there is a Chromium, and with it everything else.</summary>
    internal bool IsThere => _browser is not null;

    public async ValueTask InitializeAsync()
    {
        _browser = await ChromiumBrowser.StartAsync();
        if (_browser is null)
        {
            return;
        }

        Api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        StartWeb(0);
        _site = _web!.ClientOptions.BaseAddress;
    }

    /// <summary>Ends the web process, as the first half of a restart does.</summary>
    internal async Task StopWebAsync()
    {
        await _web!.DisposeAsync();
        _web = null;
    }

    /// <summary>Starts another web process at the same address.</summary>
    internal void StartWebAgain() => StartWeb(_site.Port);

    public async ValueTask DisposeAsync()
    {
        if (_browser is null)
        {
            return;
        }

        await _browser.DisposeAsync();
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }

        await Api.DisposeAsync();
    }

    /// <summary>
    /// A fresh page in a profile of its own; the one of the test before is closed, since it would go on asking the Api. Skips the test where
    /// there is no Chromium.
    /// </summary>
    internal async Task<IPage> OpenAsync(string path, ConcurrentQueue<string> complaints, int width = 1280, bool dark = false)
    {
        Assert.SkipWhen(_browser is null, ChromiumBrowser.Missing);
        await (_opened?.CloseAsync() ?? Task.CompletedTask);
        var page = await _browser.OpenAsync(_site, path, complaints, width, dark);
        _opened = page.Context;
        return page;
    }

    /// <summary>A fresh page that is ready for clicks: before its circuit is there, they would be lost.</summary>
    internal async Task<IPage> OpenLiveAsync(string path, ConcurrentQueue<string> complaints, int width = 1280, bool dark = false)
    {
        var page = await OpenAsync(path, complaints, width, dark);
        await page.Locator("main[data-live]").WaitForAsync();
        return page;
    }

    private void StartWeb(int port)
    {
        _web = new WebApp(Api);
        _web.UseKestrel(options => options.Listen(IPAddress.Loopback, port));
        _web.StartServer();
    }
}
