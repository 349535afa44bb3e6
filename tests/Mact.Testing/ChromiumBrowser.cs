using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Mact.Testing;

/// <summary>This machine's Chromium, as every browser test finds and starts it.</summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    public const string Missing = "No Chromium was found. Install the package chromium, or set MACT_CHROMIUM to its path.";

    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    // Generous, since the machine may be busy with other tests.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    private static string? Executable => Environment.GetEnvironmentVariable("MACT_CHROMIUM") ?? Candidates.FirstOrDefault(File.Exists);

    /// <summary>Starts it; null where there is none.</summary>
    public static async Task<ChromiumBrowser?> StartAsync()
    {
        if (Executable is null)
        {
            return null;
        }

        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await LaunchAsync(playwright));
    }

    /// <summary>Starts it for a test that opens pages in its own way; skips the calling test where there is none.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        Assert.SkipWhen(Executable is null, Missing);
        return playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
    }

    /// <summary>A page in a profile of its own.</summary>
    /// <param name="site">The only host that the page may ask.</param>
    /// <param name="path">What is opened.</param>
    /// <param name="complaints">Takes errors and warnings of the console (violations of the content security policy are among them), errors of
    /// scripts, and requests to other hosts.</param>
    /// <param name="width">Width of the window in CSS pixels.</param>
    /// <param name="dark">The person prefers dark.</param>
    /// <param name="height">Height of the window in CSS pixels.</param>
    public async Task<IPage> OpenAsync(
        Uri site, string path, ConcurrentQueue<string> complaints, int width = 1280, bool dark = false, int height = 900)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = site.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        context.Page += (_, page) => Listen(page, site, complaints);
        var opened = await context.NewPageAsync();
        await opened.GotoAsync(path);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static void Listen(IPage page, Uri site, ConcurrentQueue<string> complaints)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Enqueue($"error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                complaints.Enqueue($"error: asked another host: {request.Url}");
            }
        };
    }
}
