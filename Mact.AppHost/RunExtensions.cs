using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.AppHost;

/// <summary>How a run goes: what a person is told, and in which order it ends.</summary>
internal static class RunExtensions
{
    // A worker needs 5 s to drain and 2 s to wind up (Worker__DrainTime, Worker__WindUpTime); what it has not handed back by then comes back by
    // its lease.
    private static readonly TimeSpan HandBackLimit = TimeSpan.FromSeconds(8);

    /// <summary>Writes the addresses of page, API and dashboard once page and API are ready, and more lines.</summary>
    public static IResourceBuilder<ProjectResource> WithStartupMessage(
        this IResourceBuilder<ProjectResource> web, IResourceBuilder<ProjectResource> api, params IReadOnlyList<string> more) =>
        web.OnResourceReady(async (_, ready, cancellationToken) =>
        {
            await ready.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceHealthyAsync(api.Resource.Name, cancellationToken);
            Console.WriteLine($"""

                  Page       {web.GetEndpoint("http").Url}
                  API        {api.GetEndpoint("http").Url}  (reference: {api.GetEndpoint("http").Url}/scalar)
                  Dashboard  {FindDashboard(ready.Services)}
                {string.Concat(more.Select(static line => $"  {line}\n"))}
                Press Ctrl+C to stop.

                """);
        });

    /// <summary>Writes, at any time, what has ended that should not have.</summary>
    public static void LogFailures(this IDistributedApplicationBuilder builder) => builder.Eventing.Subscribe<ResourceStoppedEvent>((stopped, _) =>
    {
        var snapshot = stopped.ResourceEvent.Snapshot;
        var isStopping = stopped.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;
        if (!isStopping && (snapshot.State?.Text != KnownResourceStates.Finished || snapshot.ExitCode is not (null or 0)))
        {
            var code = snapshot.ExitCode is { } number ? $" (exit code {number})" : string.Empty;
            var without = stopped.Resource is RedisResource ? " Without a container: --redis stand-in." : string.Empty;
            Console.WriteLine($"{stopped.Resource.Name}: {snapshot.State?.Text}{code}. The dashboard has its log and starts it again.{without}");
        }

        return Task.CompletedTask;
    });

    /// <summary>
    /// Ends the workers before all else: the orchestrator ends everything at once, and a running question can be handed back only while Redis is
    /// there. Then the other services, while the dashboard is there to take their last telemetry: without it each waits for 5 s.
    /// </summary>
    public static void StopsFirst(this IResourceBuilder<ProjectResource> worker) => worker.ApplicationBuilder.Services.AddHostedService(services =>
        ActivatorUtilities.CreateInstance<Stopper>(services, worker.Resource));

    private static string FindDashboard(IServiceProvider services) =>
        services.GetRequiredService<DistributedApplicationModel>().Resources.FirstOrDefault(static resource =>
            resource.Name == "aspire-dashboard") is IResourceWithEndpoints dashboard
            ? $"{dashboard.GetEndpoint("http").Url}/login?t={services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"]}"
            : "is off";

    // Services stop in the reverse order of their registration: this one before the orchestrator.
    private sealed class Stopper(ProjectResource worker, DistributedApplicationModel model, ResourceCommandService commands) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await StopAsync([worker], cancellationToken);
            await StopAsync(model.Resources.OfType<ProjectResource>().Except([worker]), cancellationToken);
        }

        private Task StopAsync(IEnumerable<IResource> resources, CancellationToken cancellationToken) => Task.WhenAny(
            Task.WhenAll(resources.Select(resource => commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, cancellationToken))),
            Task.Delay(HandBackLimit, cancellationToken));
    }
}
