using System.Diagnostics;

namespace Mact.Web.Tests.Support;

public sealed class ScreenshotTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("MACT_SCREENSHOTS");

    [Fact]
    public async Task Every_page_is_pictured_in_light_and_dark()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Folder), "Set MACT_SCREENSHOTS to a folder to have every page pictured with Chromium.");
        var token = TestContext.Current.CancellationToken;
        await using var api = await FakeApi.StartAsync(token);
        api.Runs["answered"] = RecordedRuns.Answered;
        api.Runs["waiting"] = RecordedRuns.WaitingForModel;
        api.Runs["running"] = RecordedRuns.InFirstStep;
        api.Runs["failed"] = RecordedRuns.Failed;
        api.Runs["guessed"] = RecordedRuns.Guessed;
        api.Runs["halted"] = RecordedRuns.NotUnderstood;
        await using var web = new WebApp(api);
        web.UseKestrel(0);
        web.StartServer();
        var address = web.ClientOptions.BaseAddress;
        foreach (var (name, path) in Pages)
        {
            await ShootAsync(new(address, path), $"{name}.png", 1280, dark: false, token);
        }

        await ShootAsync(new(address, "questions/answered"), "run-dark.png", 1280, dark: true, token);
        await ShootAsync(new(address, "/"), "ask-dark.png", 1280, dark: true, token);
        await ShootAsync(new(address, "/"), "ask-phone.png", 500, dark: false, token);
        await ShootAsync(new(address, "questions/answered"), "run-phone.png", 500, dark: false, token);
        Directory.GetFiles(Folder!, "*.png").Length.ShouldBeGreaterThanOrEqualTo(Pages.Length);
    }

    private static readonly (string Name, string Path)[] Pages =
    [
        ("ask", "/"), ("run", "questions/answered"), ("evidence", "questions/answered/evidence"), ("trace", "questions/answered/trace"),
        ("running", "questions/running"), ("waiting", "questions/waiting"), ("failed", "questions/failed"), ("guessed", "questions/guessed"), ("halted", "questions/halted"),
        ("history", "history"), ("system", "system"),
    ];

    private static async Task ShootAsync(Uri page, string file, int width, bool dark, CancellationToken cancellationToken)
    {
        var profile = Directory.CreateTempSubdirectory("mact-shot");
        var start = new ProcessStartInfo("chromium") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            $"--user-data-dir={profile.FullName}", $"--window-size={width},1900", "--virtual-time-budget=4000", "--hide-scrollbars",
            .. dark ? ["--blink-settings=preferredColorScheme=0"] : Array.Empty<string>(),
            $"--screenshot={Path.Combine(Folder!, file)}", page.ToString(),
        ])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await Task.WhenAll(output, error);
        profile.Delete(recursive: true);
        process.ExitCode.ShouldBe(0);
    }
}
