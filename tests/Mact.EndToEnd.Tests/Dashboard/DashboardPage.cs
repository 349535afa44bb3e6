using Mact.Testing;
using Microsoft.Playwright;

namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>The dashboard in a browser, logged in by the printed address.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    // Milliseconds; generous, since the machine may be busy with other tests.
    private const int Patience = 40_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private DashboardPage(IPlaywright playwright, IBrowser browser, IPage page, List<string> complaints)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
        Complaints = complaints;
    }

    public IPage Page { get; }

    /// <summary>Errors in the console, violations of the content security policy, and requests to any other host.</summary>
    public IReadOnlyList<string> Complaints { get; }

    /// <summary>Opens the dashboard by its login address.</summary>
    public static async Task<DashboardPage> OpenAsync(Uri login, ColorScheme scheme = ColorScheme.Light)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await ChromiumBrowser.LaunchAsync(playwright);
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 }, ColorScheme = scheme });
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var page = await context.NewPageAsync();
        var root = new Uri(login, "/");
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
            if (!request.Url.StartsWith(root.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                complaints.Add($"asked another host: {request.Url}");
            }
        };
        await page.GotoAsync(login.ToString());
        return new(playwright, browser, page, complaints);
    }

    /// <summary>The row of a resource.</summary>
    public ILocator Resource(string name) => Page.Locator("tbody tr").Filter(new() { Has = Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });

    /// <summary>A command of a resource: start, stop, restart.</summary>
    public ILocator Command(string name, string verb) => Page.GetByTitle($"{verb} {name}", new() { Exact = true });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
