using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Mact.ServiceDefaults.Access;

/// <summary>Keeps a service that others would reach and that lets everyone in from starting, unless that is said to be meant.</summary>
internal sealed class AnonymousGuard(IServer server, IConfiguration configuration, IOptions<AuthOptions> options) : IHostedLifecycleService
{
    private const char Between = ';';

    /// <summary>Whether others than the people of this machine reach an address, as Kestrel reads it: all but localhost and loopback addresses, since
    /// any other name stands for every address of the machine.</summary>
    public static bool IsOpen(string address)
    {
        try
        {
            var host = BindingAddress.Parse(address).Host;
            return !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
                && !(IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            return true;
        }
    }

    /// <summary>Looks at where the service is told to listen, before it does.</summary>
    /// <exception cref="InvalidOperationException">Others would reach it.</exception>
    public void Require() => Require(Configured());

    /// <inheritdoc cref="Require()"/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Require();
        return Task.CompletedTask;
    }

    /// <summary>Looks at where the service does listen, whoever told it to.</summary>
    /// <exception cref="InvalidOperationException">Others reach it.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Require(Served);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<string> Served => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private void Require(IEnumerable<string> addresses)
    {
        if (options.Value is { Mode: AuthMode.None, AllowAnonymous: false } && addresses.FirstOrDefault(IsOpen) is { } open)
        {
            throw new InvalidOperationException(
                $"This service would listen on {open}, where others reach it, and knows no users (Auth:Mode=none). Set Auth:Mode to keys or oidc, "
                    + "let it listen on localhost only, or set Auth:AllowAnonymous=true where everyone may read, ask and delete everything.");
        }
    }

    // Endpoints of Kestrel's own section come before addresses, and addresses before ports.
    private IEnumerable<string> Configured()
    {
        List<string> endpoints =
        [
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(static endpoint => endpoint["Url"]).OfType<string>(),
        ];
        List<string> addresses = [.. Served, .. Split("urls")];
        if (endpoints.Count > 0 && !(addresses.Count > 0 && configuration.GetValue("preferHostingUrls", defaultValue: false)))
        {
            return endpoints;
        }

        return addresses.Count > 0
            ? addresses
            : [.. Split("http_ports").Concat(Split("https_ports")).Select(static port => $"http://*:{port}")];
    }

    private string[] Split(string key) =>
        configuration[key]?.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

/// <summary>Adds what services that people reach have in common.</summary>
public static class AccessExtensions
{
    /// <summary>Binds <see cref="AuthOptions"/> and refuses to serve others anonymously; returns the options as they stand.</summary>
    public static AuthOptions AddAccessOptions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<AnonymousGuard>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<AnonymousGuard>());
        var options = new AuthOptions();
        try
        {
            builder.Configuration.GetSection(AuthOptions.SectionName).Bind(options);
        }
        catch (InvalidOperationException)
        {
            // What cannot be read is told at start, with all else that is wrong.
        }

        return options;
    }
}
