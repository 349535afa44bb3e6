using Mact.Web.Tests.Support;
using Microsoft.Playwright;

namespace Mact.Web.Tests.Browser;

/// <summary>Chromium of this machine in front of the real web process, which is in front of the fake Api.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WebApp? _web;

    internal FakeApi Api { get; private set; } = null!;

    private static string? Executable => Environment.GetEnvironmentVariable("MACT_CHROMIUM") ?? Candidates.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        Api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        _web = new WebApp(Api);
        _web.UseKestrel(0);
        _web.StartServer();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
    }

    /// <summary>Ends the web process and starts another one at the same address, as a restart does.</summary>
    internal async Task RestartWebAsync()
    {
        var port = _web!.ClientOptions.BaseAddress.Port;
        await _web.DisposeAsync();
        _web = new WebApp(Api);
        _web.UseKestrel(port);
        _web.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_web is not null)
        {
            await _web.DisposeAsync();
            await Api.DisposeAsync();
        }
    }

    /// <summary>A fresh page in a profile of its own. Skips the test where there is no Chromium.</summary>
    internal async Task<IPage> OpenAsync(string path, List<string> console, int width = 1280, bool dark = false)
    {
        Assert.SkipWhen(_browser is null, "No Chromium was found. Install the package chromium, or set MACT_CHROMIUM to its path.");
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = _web!.ClientOptions.BaseAddress.ToString(),
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => console.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => console.Add($"error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_web.ClientOptions.BaseAddress.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                console.Add($"error: asked an outside host: {request.Url}");
            }
        };
        await page.GotoAsync(path);
        return page;
    }
}
