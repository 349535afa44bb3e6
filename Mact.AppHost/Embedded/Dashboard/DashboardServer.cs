using System.Globalization;
using Mact.AppHost.Embedded.Dashboard.Logs;
using Mact.AppHost.Embedded.Dashboard.Resources;
using Mact.AppHost.Embedded.Dashboard.Traces;
using Mact.AppHost.Embedded.Topology;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.AppHost.Embedded.Dashboard;

/// <summary>The Mact dashboard: a small web server in the AppHost, on loopback, behind a login token.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private const long MaxBody = 16 * 1024 * 1024;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);
    private readonly WebApplication _application;

    private DashboardServer(WebApplication application)
    {
        _application = application;
    }

    /// <summary>Listens on a loopback port that was free a moment ago.</summary>
    /// <exception cref="IOException">It is not free any more.</exception>
    public static async Task<DashboardServer> StartAsync(
        int port,
        DashboardKeys keys,
        ResourceCatalog resources,
        LogStore logs,
        TraceStore traces,
        CancellationToken cancellationToken)
    {
        // Empty: neither the AppHost's own addresses nor its configuration are for the dashboard.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = StopLimit);

        var application = builder.Build();
        var access = new DashboardAccess(keys, port);
        application.Use((context, next) => access.InvokeAsync(context, next));
        application.UseRouting();
        application.MapAssets();
        application.MapResources(resources);
        application.MapLogs(logs);
        application.MapTraces(traces);
        application.MapOtlp(traces);
        application.UseEndpoints(static _ => { });
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new(application);
    }

    /// <summary>Where a person opens it.</summary>
    public static string Address(int port, DashboardKeys keys) =>
        string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/login?t={keys.Login}");

    /// <summary>What the children send their telemetry with; nothing when whoever started the AppHost has chosen a place for it.</summary>
    public static IReadOnlyDictionary<string, string> TelemetryVariables(int port, DashboardKeys keys, Func<string, string?> environment) =>
        !string.IsNullOrWhiteSpace(environment(TelemetryTarget.Endpoint))
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [TelemetryTarget.Endpoint] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}"),
                [TelemetryTarget.Protocol] = "http/protobuf",
                [TelemetryTarget.Headers] = $"{DashboardAccess.TelemetryHeader}={keys.Telemetry}",
                [TelemetryTarget.SpanDelay] = "1000",
            };

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }
}
