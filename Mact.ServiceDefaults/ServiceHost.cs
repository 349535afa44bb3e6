using System.Reflection;
using Microsoft.AspNetCore.Builder;

namespace Mact.ServiceDefaults;

/// <summary>How every service begins.</summary>
public static class ServiceHost
{
    private const string Settings = "appsettings.json";

    /// <summary>
    /// A builder whose content root is the folder of the program, so that a published service finds its settings and static files
    /// whatever directory it is started from.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        PlainConsole.Use();

        // A test host has its own idea of the content root and keeps it; so does whoever sets it by hand.
        var given = args.Any(static argument => argument.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase))
            || Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT") is not null;
        return given || !File.Exists(Path.Combine(AppContext.BaseDirectory, Settings))
            ? WebApplication.CreateBuilder(args)
            : WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    }
}

/// <summary>
/// What a service does instead of serving: <c>--version</c> prints what was built; <c>--probe [URL]</c> asks a running service for its
/// health and says by its exit code what it heard. Container images without a shell have no other means to check themselves.
/// </summary>
public static class ServiceCommand
{
    private const string DefaultProbe = "http://localhost:8080/health";
    private const int Unhealthy = 1;
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>The exit code, or null when the service is to serve.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        switch (args)
        {
            case ["--version"]:
                await Console.Out.WriteLineAsync($"{Assembly.GetEntryAssembly()?.GetName().Name} {BuildInformation.Current}");
                return 0;
            case ["--probe"]:
                return await ProbeAsync(DefaultProbe);
            case ["--probe", var url]:
                return await ProbeAsync(url);
            default:
                return null;
        }
    }

    private static async Task<int> ProbeAsync(string url)
    {
        using var client = new HttpClient { Timeout = ProbeLimit };
        try
        {
            using var response = await client.GetAsync(new Uri(url));
            await Console.Out.WriteLineAsync(await response.Content.ReadAsStringAsync());
            return response.IsSuccessStatusCode ? 0 : Unhealthy;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"{url} does not answer: {exception.Message}");
            return Unhealthy;
        }
    }
}

/// <summary>What was built: from the assembly's informational version, <c>version+commit</c>.</summary>
/// <param name="Version">Such as 1.0.0.</param>
/// <param name="Commit">The full hash; null where the build did not know it.</param>
public sealed record BuildInformation(string Version, string? Commit)
{
    private const int ShortHash = 8;

    /// <summary>The build of the service that runs.</summary>
    public static BuildInformation Current { get; } = Of(Assembly.GetEntryAssembly() ?? typeof(BuildInformation).Assembly);

    /// <summary>All of it, for comparing builds.</summary>
    public string Full => Commit is null ? Version : $"{Version}+{Commit}";

    /// <summary>The build that an assembly says it is.</summary>
    public static BuildInformation Of(Assembly assembly) =>
        Parse(assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    /// <summary>Splits <c>version+commit</c>.</summary>
    public static BuildInformation Parse(string? informationalVersion)
    {
        var parts = (informationalVersion ?? "unknown").Split('+', 2);
        return new(parts[0], parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null);
    }

    /// <summary>For people: <c>1.0.0 (commit 1a2b3c4d)</c>.</summary>
    public override string ToString() => Commit is null ? Version : $"{Version} (commit {Commit[..Math.Min(ShortHash, Commit.Length)]})";
}
