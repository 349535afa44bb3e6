using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.AppHost;

/// <summary>How a start goes: on which ports, and what a person is told.</summary>
internal static class StartExtensions
{
    /// <summary>
    /// Gives Aspire's dashboard its three addresses where the launch profile has not, and others where they are taken: a second stack on one
    /// machine starts too. There is no certificate on a bare machine, so they are http.
    /// </summary>
    public static void PrepareDashboard()
    {
        SetDefault("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true");
        SetDefault("DOTNET_ENVIRONMENT", "Development");
        SetAddress("ASPNETCORE_URLS", 15080);
        SetAddress("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", 19080);
        SetAddress("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", 20080);
    }

    /// <summary>The port if it is free; else 0, any free one, which is said.</summary>
    public static int OrFree(this int port, string what)
    {
        if (port == 0 || IsFree(port))
        {
            return port;
        }

        Console.WriteLine($"Port {port} is taken; the {what} moves to a free one.");
        return 0;
    }

    /// <summary>Writes where everything is once the page answers, and what did not start.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="more">Lines that say what answers and what is kept.</param>
    public static void AnnounceStart(this IDistributedApplicationBuilder builder, params IReadOnlyList<string> more)
    {
        if (builder.ExecutionContext.IsRunMode)
        {
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<StartAnnouncement>(services, more));
        }
    }

    private static void SetDefault(string variable, string value) =>
        Environment.SetEnvironmentVariable(variable, Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : value);

    private static void SetAddress(string variable, int port)
    {
        SetDefault(variable, $"http://localhost:{port}");
        if (Uri.TryCreate(Environment.GetEnvironmentVariable(variable), UriKind.Absolute, out var address) && !IsFree(address.Port))
        {
            Environment.SetEnvironmentVariable(variable, $"{address.Scheme}://localhost:{FindFree()}");
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Writes to the console where everything is once page and API answer; and, at any time, that a resource has failed.</summary>
internal sealed class StartAnnouncement(
    IReadOnlyList<string> more,
    DistributedApplicationModel application,
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    IConfiguration configuration) : BackgroundService
{
    // A worker needs 5 s to drain and 2 s to wind up (Worker__DrainTime, Worker__WindUpTime); what it has not handed back then comes back by its
    // lease.
    private static readonly TimeSpan HandBackLimit = TimeSpan.FromSeconds(8);
    private static readonly string[] Announced = ["web", "api"];
    private static readonly string[] Failures = [KnownResourceStates.FailedToStart, KnownResourceStates.RuntimeUnhealthy, KnownResourceStates.Exited];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(SayReadyAsync(stoppingToken), SayFailuresAsync(stoppingToken));

    /// <summary>Stops the workers before all else: the orchestrator ends everything at once, and a running question can be handed back only while
    /// Redis is there.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HandBackLimit);
        try
        {
            var worker = application.Resources.Single(static resource => resource.Name == "worker");
            await commands.ExecuteCommandAsync(worker, KnownResourceCommands.StopCommand, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The orchestrator ends them.
        }
    }

    private async Task SayReadyAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            Announced.Select(name => notifications.WaitForResourceHealthyAsync(name, WaitBehavior.WaitOnResourceUnavailable, cancellationToken)));
        Console.WriteLine($"""

              Page       {AddressOf("web")}
              API        {AddressOf("api")}  (reference: {AddressOf("api")}/scalar)
            {Dashboard()}{string.Concat(more.Select(static line => $"  {line}\n"))}
            Press Ctrl+C to stop.

            """);
    }

    private async Task SayFailuresAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> said = new(StringComparer.Ordinal);
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            var state = change.Snapshot.State?.Text ?? string.Empty;
            var failed = Failures.Contains(state, StringComparer.Ordinal)
                || (state == KnownResourceStates.Finished && change.Snapshot.ExitCode is not (null or 0));
            if (failed && said.GetValueOrDefault(change.ResourceId) != state)
            {
                Console.WriteLine(
                    $"{change.Resource.Name}: {state}{(change.Snapshot.ExitCode is { } code ? $" (exit code {code})" : string.Empty)}. The "
                        + "dashboard has its log and starts it again.");
            }

            said[change.ResourceId] = state;
        }
    }

    private string AddressOf(string name) =>
        application.Resources.OfType<IResourceWithEndpoints>().Single(resource => resource.Name == name).GetEndpoint("http").Url;

    private string Dashboard() => configuration["AppHost:BrowserToken"] is { Length: > 0 } token && configuration["ASPNETCORE_URLS"] is { } urls
        ? $"  Dashboard  {urls.Split(';')[0].TrimEnd('/')}/login?t={token}\n"
        : string.Empty;
}
