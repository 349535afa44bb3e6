using System.Reflection;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mact.ServiceDefaults;

/// <summary>How every service begins.</summary>
public static class ServiceHost
{
    private const string Settings = "appsettings.json";
    private const int CannotServe = 1;

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

    /// <summary>Serves until the service is told to end; gives the exit code. What is set so that it cannot serve is told in a line before it
    /// listens anywhere.</summary>
    public static async Task<int> RunAsync(WebApplicationBuilder builder, Action<WebApplication> map)
    {
        var app = builder.Build();
        try
        {
            app.Services.GetService<IStartupValidator>()?.Validate();
            app.Services.GetService<AnonymousGuard>()?.Require();
        }
        catch (Exception exception) when (IsServed(app) && exception is OptionsValidationException or AggregateException or InvalidOperationException)
        {
            foreach (var one in exception is AggregateException all ? all.InnerExceptions : [exception])
            {
                await Console.Error.WriteLineAsync(one.Message);
            }

            return CannotServe;
        }

        map(app);
        await app.RunAsync();
        return 0;
    }

    // The host of a test has a server of its own, and is to see the exception.
    private static bool IsServed(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().GetType().Assembly == typeof(KestrelServerOptions).Assembly;
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
/// <param name="Full">With the hash of the commit, where the build knew it; for comparing builds.</param>
public sealed record BuildInformation(string Version, string Full)
{
    private const int ShortHash = 8;

    /// <summary>The build of the service that runs.</summary>
    public static BuildInformation Current { get; } = Parse((Assembly.GetEntryAssembly() ?? typeof(BuildInformation).Assembly)
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>For people: <c>1.0.0 (commit 1a2b3c4d)</c>.</summary>
    public override string ToString() =>
        Full == Version ? Version : $"{Version} (commit {Full[(Version.Length + 1)..Math.Min(Full.Length, Version.Length + 1 + ShortHash)]})";

    private static BuildInformation Parse(string full) => new(full.Split('+')[0], full);
}
