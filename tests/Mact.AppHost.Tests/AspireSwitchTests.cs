using System.Diagnostics;
using Mact.Testing;

namespace Mact.AppHost.Tests;

/// <summary>The switch in Directory.Build.props, evaluated by the real build with a faked package cache.</summary>
public sealed class AspireSwitchTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("mact-packages-");

    public void Dispose() => _cache.Delete(recursive: true);

    [Fact]
    public async Task An_empty_cache_means_embedded() => (await EvaluateAsync()).ShouldBe("false");

    [Fact]
    public async Task A_cache_with_every_needed_package_means_aspire()
    {
        var version = await EvaluateAsync("AspireVersion");
        foreach (var package in await NeededPackagesAsync())
        {
            _cache.CreateSubdirectory($"{package}/{version}");
        }

        (await EvaluateAsync()).ShouldBe("true");
    }

    [Fact]
    public async Task One_missing_package_means_embedded()
    {
        var version = await EvaluateAsync("AspireVersion");
        foreach (var package in (await NeededPackagesAsync()).Where(static name => !string.Equals(name, "aspire.hosting.redis", StringComparison.Ordinal)))
        {
            _cache.CreateSubdirectory($"{package}/{version}");
        }

        (await EvaluateAsync()).ShouldBe("false");
    }

    [Fact]
    public async Task Another_version_in_the_cache_means_embedded()
    {
        foreach (var package in (await NeededPackagesAsync()).Where(static name => !string.Equals(name, "aspire.hosting.kubernetes", StringComparison.Ordinal)))
        {
            _cache.CreateSubdirectory($"{package}/1.0.0");
        }

        (await EvaluateAsync()).ShouldBe("false");
    }

    [Fact]
    public async Task Where_only_the_testing_package_is_missing_the_tests_of_the_aspire_way_are_left_out()
    {
        var version = await EvaluateAsync("AspireVersion");
        foreach (var package in (await NeededPackagesAsync()).Where(static name => !string.Equals(name, "aspire.hosting.testing", StringComparison.Ordinal)))
        {
            _cache.CreateSubdirectory($"{package}/{version}");
        }

        (await EvaluateAsync()).ShouldBe("true");
        (await EvaluateAsync("TestAspire")).ShouldBeEmpty();
        (await EvaluateAsync("TestAspire", "-p:UseAspire=true")).ShouldBe("true");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_given_value_wins(string given) => (await EvaluateAsync("UseAspire", $"-p:UseAspire={given}")).ShouldBe(given);

    [Fact]
    public async Task With_aspire_every_package_that_is_referenced_is_one_that_the_switch_looks_for()
    {
        var props = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Directory.Build.props"), TestContext.Current.CancellationToken);

        foreach (var package in await NeededPackagesAsync())
        {
            props.ShouldContain($"/{package}", Case.Sensitive);
        }
    }

    /// <summary>The SDK, and every package whose version is pinned under an Aspire condition.</summary>
    private static async Task<IReadOnlyList<string>> NeededPackagesAsync()
    {
        var versions = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "Directory.Packages.props"), TestContext.Current.CancellationToken);
        string[] packages =
        [
            "aspire.apphost.sdk",
            .. versions.Where(static line => line.Contains("Include=\"Aspire.", StringComparison.Ordinal)).Select(static line => line.Split('"')[1].ToLowerInvariant()),
        ];
        packages.Length.ShouldBeGreaterThan(4);
        return packages;
    }

    private async Task<string> EvaluateAsync(string property = "UseAspire", params string[] arguments)
    {
        // Any project shows the switch; the AppHost's own would make the build look for the real SDK.
        var project = Path.Combine(Repository.Root, "Mact.Core", "Mact.Core.csproj");
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, $"-getProperty:{property}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["NUGET_PACKAGES"] = _cache.FullName;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, output + await error);
        return output.Trim();
    }
}
