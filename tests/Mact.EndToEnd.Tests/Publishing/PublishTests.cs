using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Publishing;

/// <summary>A published service is a folder that runs wherever it lies and from whatever directory it is started. Long: MACT_LONG=1.</summary>
public sealed partial class PublishTests : IDisposable
{
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
        LongForm.Only();
        await PublishAsync(project);
        (await RunAsync(Assembly(project), ["--version"])).ShouldStartWith($"{project} ");
        await using var service = ServiceProcess.Start(Assembly(project), _folder.FullName, FreePort.Find(), Connections());
        await service.UntilAliveAsync(Cancellation);
        await RunAsync(Assembly(project), ["--probe", new Uri(service.Address, "alive").ToString()]);
        if (project == "Mact.Web")
        {
            using var client = new HttpClient { BaseAddress = service.Address };
            await AssetsHaveBodiesAsync(client);
        }
    }

    /// <summary>To nothing that is there: a service starts and answers all the same.</summary>
    private static Dictionary<string, string> Connections() => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__redis"] = $"localhost:{FreePort.Find()}",
        ["ConnectionStrings__model"] = $"Endpoint=http://localhost:{FreePort.Find()}/v1",
        ["services__api__http__0"] = $"http://localhost:{FreePort.Find()}",
    };

    private static async Task AssetsHaveBodiesAsync(HttpClient client)
    {
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation);
        var names = Asset()
            .Matches(page)
            .Select(static match => WebUtility.HtmlDecode(match.Groups["name"].Value))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        names.ShouldContain(static name => name.Contains("blazor.web", StringComparison.Ordinal));
        foreach (var name in names)
        {
            (await client.GetByteArrayAsync(new Uri(client.BaseAddress!, name), Cancellation)).Length.ShouldBeGreaterThan(0, name);
        }
    }

    /// <summary>From what the build made, in the configuration of this test.</summary>
    private Task PublishAsync(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return RunAsync(
            "publish",
            [
                Path.Combine(Repository.Root, project),
                "--no-build",
                "--configuration",
                configuration,
                "--output",
                Path.Combine(_folder.FullName, project),
            ]);
    }

    private string Assembly(string project) => Path.Combine(_folder.FullName, project, $"{project}.dll");

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

    [GeneratedRegex("(?:src|href)=\"(?<name>[^\"#]+\\.(js|css)[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asset();
}
