using Microsoft.Playwright;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>This machine's own Chromium; nothing is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Starts it; skips the calling test where there is none.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var executable = Environment.GetEnvironmentVariable("MACT_CHROMIUM") ?? Candidates.FirstOrDefault(File.Exists);
        Assert.SkipWhen(executable is null, "No Chromium was found. Install the package chromium, or set MACT_CHROMIUM to its path.");
        return playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments });
    }
}
