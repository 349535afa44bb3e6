using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Mact.ServiceDefaults.Access;

/// <summary>Ends a service that others reach and that lets everyone in, unless that is said to be meant.</summary>
internal sealed class AnonymousGuard(IServer server, IOptions<AuthOptions> options) : IHostedLifecycleService
{
    /// <summary>Whether others than the people of this machine reach an address: neither localhost nor a loopback address.</summary>
    public static bool IsOpen(string address)
    {
        var host = address.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal);
        return !Uri.TryCreate(host, UriKind.Absolute, out var uri)
            || !(uri.IsLoopback || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var open = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(IsOpen);
        return options.Value is { Mode: AuthMode.None, AllowAnonymous: false } && open is not null
            ? throw new InvalidOperationException(
                $"This service listens on {open}, where others reach it, and knows no users (Auth:Mode=none). Set Auth:Mode to keys or oidc, let it "
                + "listen on localhost only, or set Auth:AllowAnonymous=true where everyone may read, ask and delete everything.")
            : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Adds what services that people reach have in common.</summary>
public static class AccessExtensions
{
    /// <summary>Binds <see cref="AuthOptions"/> and refuses to serve others anonymously; returns the options as they stand.</summary>
    public static AuthOptions AddAccessOptions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<AnonymousGuard>();
        var options = new AuthOptions();
        Microsoft.Extensions.Configuration.ConfigurationBinder.Bind(builder.Configuration.GetSection(AuthOptions.SectionName), options);
        return options;
    }
}
