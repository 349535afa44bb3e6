using System.Collections.Concurrent;
using System.Net;
using Deque.AxeCore.Playwright;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>People at an identity provider, in a real browser in front of the whole stack: each sees nothing of the other.</summary>
public sealed class SignInTests
{
    private const string Planets = "planet,moons\nMars,2\nSaturn,146\nUranus,28\n";

    private static readonly (int Width, ColorScheme Scheme)[] Forms =
        [(1280, ColorScheme.Light), (1280, ColorScheme.Dark), (360, ColorScheme.Light), (360, ColorScheme.Dark)];

    [Fact]
    public async Task Two_people_sign_in_ask_share_and_sign_out_and_an_admin_makes_a_key()
    {
        AppHostProcess.SkipUnlessSupported();
        await using var browser = await ChromiumBrowser.StartAsync();
        Assert.SkipWhen(browser is null, ChromiumBrowser.Missing);
        var cancellation = TestContext.Current.CancellationToken;
        await using var provider = await IdentityProvider.StartAsync(cancellation);
        var settings = provider.Settings.ToDictionary(
            static one => one.Key.Replace(":", "__", StringComparison.Ordinal), static one => one.Value, StringComparer.Ordinal);
        settings["Auth__PageKey"] = Guid.NewGuid().ToString("N");
        await using var stack = await AppHostProcess.StartAsync([], cancellation, settings);
        ConcurrentQueue<string> complaints = new();

        var ann = await EnterAsync(browser, stack.Page, "/", "ann", complaints);
        await Expect(ann.Locator("header.top")).ToContainTextAsync("ann");
        await ann.Locator("#table-drop[data-ready=true]").WaitForAsync();
        await BrowserStack.UploadAsync(ann, "planets.csv", Planets);
        await Expect(ann.Locator(".table-card .grid tbody")).ToContainTextAsync("Uranus");
        await ann.Locator("#question").FillAsync("Which planet has the most moons?");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await Expect(ann.Locator(".answer-text")).ToHaveTextAsync("Saturn");
        var run = new Uri(ann.Url).AbsolutePath;
        await ann.Locator("#share").ClickAsync();
        List<string> findings = [.. await FindingsAsync(ann, "shared run")];
        var link = new Uri(await ann.Locator("#run-link").InnerTextAsync()).AbsolutePath;

        var bob = await EnterAsync(browser, stack.Page, run, "bob", complaints);
        await Expect(bob.Locator("h1")).ToHaveTextAsync("There is no such question");
        await bob.GotoAsync("/history");
        await Expect(bob.Locator("main")).Not.ToContainTextAsync("planet");
        await bob.GotoAsync(link);
        await Expect(bob.Locator(".answer-text")).ToHaveTextAsync("Saturn");

        // An admin makes a key on System, a program uses it, and it is none once it is revoked.
        var root = await EnterAsync(browser, stack.Page, "/system", "root", complaints);
        await root.Locator("#key-name").FillAsync("of a program");
        await root.Locator("#key-owner").FillAsync("program");
        await root.Locator("#make-key").ClickAsync();
        using var program = new HttpClient { BaseAddress = stack.Api };
        program.DefaultRequestHeaders.Authorization = new("Bearer", await root.Locator("#new-key").InnerTextAsync());
        (await program.GetStringAsync(new Uri("questions", UriKind.Relative), cancellation)).ShouldNotContain("planet");
        await root.ReloadAsync();
        await Expect(root.Locator("main")).ToContainTextAsync("made a key with the scopes");
        await root.Locator("main[data-live]").WaitForAsync();
        findings.AddRange(await FindingsAsync(root, "keys"));
        await root.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(root.GetByRole(AriaRole.Button, new() { Name = "Revoke" })).ToHaveCountAsync(0);
        using var refused = await program.GetAsync(new Uri("questions", UriKind.Relative), cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await ann.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(ann.Locator("main")).ToContainTextAsync("You are signed out.");
        findings.AddRange(await FindingsAsync(ann, "signed out"));
        findings.ShouldBeEmpty();
        await ann.GotoAsync(run);
        await Expect(ann.Locator("h1")).ToHaveTextAsync("Who are you?");

        // All that is left are the pages of the provider, which another host is.
        complaints.Where(complaint => !complaint.Contains(provider.Address.ToString(), StringComparison.Ordinal)).ShouldBeEmpty();
    }

    // In the long form, as every other page.
    private static async Task<IReadOnlyList<string>> FindingsAsync(IPage page, string name)
    {
        List<string> findings = [];
        foreach (var (width, scheme) in Environment.GetEnvironmentVariable("MACT_LONG") == "1" ? Forms : [])
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });

            // Colours that are still on their way from one scheme to the other are those of neither.
            await page.EvaluateAsync("() => Promise.all(document.getAnimations().map(moving => moving.finished)).then(() => true)");
            var axe = await page.RunAxe();
            findings.AddRange(
                axe.Violations.Select(
                    found => $"{name}, {width}, {scheme}: {found.Id}: {string.Join(" | ", found.Nodes.Select(static node => node.Html))}"));
        }

        return findings;
    }

    private static async Task<IPage> EnterAsync(
        ChromiumBrowser browser, Uri site, string path, string user, ConcurrentQueue<string> complaints)
    {
        var page = await browser.OpenAsync(site, path, complaints);
        await page.Locator("input[name=user]").FillAsync(user);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter" }).ClickAsync();
        await page.Locator("main[data-live]").WaitForAsync();
        return page;
    }
}
