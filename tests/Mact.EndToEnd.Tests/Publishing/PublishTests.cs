using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Mact.EndToEnd.Tests.Stack;
using Mact.Tests.Shared;

namespace Mact.EndToEnd.Tests.Publishing;

/// <summary>A published service is a folder that runs wherever it lies and from whatever directory it is started. Long: MACT_LONG=1.</summary>
public sealed partial class PublishTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mact-publish-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Mact.Api")]
    [InlineData("Mact.Worker")]
    [InlineData("Mact.Web")]
    [InlineData("Mact.DevServices")]
    public async Task A_published_service_runs_from_another_directory_with_its_settings(string project)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MACT_LONG") == "1", "Part of the long form: set MACT_LONG=1.");
        await PublishAsync(project);
        (await RunAsync(Assembly(project), ["--version"])).ShouldStartWith($"{project} ");
        var port = FreePort.Find();
        using var service = Start(project, port);
        try
        {
            using var client = new HttpClient { BaseAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/")) };
            await UntilAliveAsync(client, service);
            await RunAsync(Assembly(project), ["--probe", new Uri(client.BaseAddress, "alive").ToString()]);
            if (project == "Mact.Web")
            {
                await AssetsHaveBodiesAsync(client);
            }
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task AssetsHaveBodiesAsync(HttpClient client)
    {
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation);
        var names = Asset().Matches(page).Select(static match => WebUtility.HtmlDecode(match.Groups["name"].Value)).Distinct(StringComparer.Ordinal).ToList();
        names.ShouldContain(static name => name.Contains("blazor.web", StringComparison.Ordinal));
        names.ShouldContain(static name => name.Contains("MudBlazor", StringComparison.Ordinal));
        foreach (var name in names)
        {
            (await client.GetByteArrayAsync(new Uri(client.BaseAddress!, name), Cancellation)).Length.ShouldBeGreaterThan(0, name);
        }
    }

    private static async Task UntilAliveAsync(HttpClient client, Process service)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timer.CancelAfter(Limit);
        while (true)
        {
            service.HasExited.ShouldBeFalse("The service has ended.");
            try
            {
                (await client.GetAsync(new Uri("alive", UriKind.Relative), timer.Token)).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), timer.Token);
            }
        }
    }

    /// <summary>From what the build made, in the configuration of this test.</summary>
    private Task PublishAsync(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return RunAsync("publish", [Path.Combine(Repository.Root, project), "--no-build", "--configuration", configuration, "--output", Path.Combine(_folder.FullName, project)]);
    }

    private string Assembly(string project) => Path.Combine(_folder.FullName, project, $"{project}.dll");

    private Process Start(string project, int port)
    {
        var start = Dotnet(Assembly(project), []);
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        start.Environment["ConnectionStrings__redis"] = string.Create(CultureInfo.InvariantCulture, $"localhost:{FreePort.Find()}");
        start.Environment["ConnectionStrings__model"] = string.Create(CultureInfo.InvariantCulture, $"Endpoint=http://localhost:{FreePort.Find()}/v1");
        start.Environment["services__api__http__0"] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Find()}");
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<string> RunAsync(string command, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(Dotnet(command, arguments))!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.ShouldBe(0, output + await error);
        return output;
    }

    private ProcessStartInfo Dotnet(string command, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [command, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return start;
    }

    [GeneratedRegex("(?:src|href)=\"(?<name>[^\"#]+\\.(js|css)[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asset();
}
