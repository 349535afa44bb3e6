using System.Diagnostics;
using System.Text.Json;

namespace Mact.AppHost.Tests;

/// <summary>The manifest, as the AppHost's own process writes it.</summary>
public sealed class ManifestTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mact-manifest-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_manifest_has_the_deployed_resources_and_no_stand_in()
    {
        var resources = await WriteAsync("--Parameters:model-key=sk-very-secret");

        resources.EnumerateObject().Select(static resource => resource.Name).Where(static name => !name.StartsWith("cond-", StringComparison.Ordinal))
            .ShouldBe(
                [
                    "redis", "redis-password", "redis-password-uri-encoded", "model", "model-endpoint", "model-key", "model-name", "api", "worker",
                    "web",
                ],
                ignoreOrder: true);
        resources.GetProperty("worker").GetProperty("env").GetProperty("ConnectionStrings__model").GetString().ShouldBe("{model.connectionString}");
        resources.GetProperty("api").GetProperty("env").GetProperty("ConnectionStrings__model").GetString()
            .ShouldBe("Endpoint={model-endpoint.value};Model={model-name.value}");
        resources.GetProperty("web").GetProperty("env").GetProperty("services__api__http__0").GetString().ShouldBe("{api.bindings.http.url}");
        resources.GetProperty("model-key").GetProperty("inputs").GetProperty("value").GetProperty("secret").GetBoolean().ShouldBeTrue();
        resources.GetProperty("redis").GetProperty("volumes")[0].GetProperty("name").GetString().ShouldBe("mact-redis");
        resources.GetProperty("redis").GetProperty("args")[1].GetString().ShouldNotBeNull()
            .ShouldMatch("^flock .+ redis-server .*--appendonly yes --appendfsync always --maxmemory 2gb --maxmemory-policy noeviction$");
        resources.ToString().ShouldNotContain("sk-very-secret");
        resources.ToString().ShouldNotContain("stand-in", Case.Insensitive);
        resources.ToString().ShouldNotContain("DevServices");
    }

    [Theory]
    [InlineData("--redis=stand-in")]
    [InlineData("--data=kept")]
    public async Task A_stand_in_that_is_asked_for_is_not_published_either(string argument) =>
        (await WriteAsync(argument)).EnumerateObject().Select(static resource => resource.Name)
            .ShouldNotContain(static name => name.Contains("stand-in", StringComparison.Ordinal));

    private async Task<JsonElement> WriteAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(MactOptions).Assembly.Location, "--publisher", "manifest", "--output-path", "aspire-manifest.json", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
        };

        // Values of parameters are saved in the home folder and used again by later runs: none of that here.
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["USERPROFILE"] = _folder.FullName;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token) + await error;
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, output);
        var text = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "aspire-manifest.json"), limit.Token);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("resources");
    }
}
