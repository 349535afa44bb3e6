using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.AppHost;

/// <summary>How a run goes: what a person is told, and in which order it ends.</summary>
internal static class RunExtensions
{
    /// <summary>Writes the addresses of page, API and dashboard once page and API are ready.</summary>
    public static void WithStartupMessage(this IResourceBuilder<ProjectResource> web, IResourceBuilder<ProjectResource> api) =>
        web.OnResourceReady(async (_, ready, cancellationToken) =>
        {
            await ready.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceHealthyAsync(api.Resource.Name, cancellationToken);
            var dashboard = ready.Services.GetRequiredService<DistributedApplicationModel>().Resources.FirstOrDefault(
                static resource => resource.Name == "aspire-dashboard") as IResourceWithEndpoints;
            var login = $"{dashboard?.GetEndpoint("http").Url}/login?t={ready.Services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"]}";
            Console.WriteLine($"""

                  Page       {web.GetEndpoint("http").Url}
                  API        {api.GetEndpoint("http").Url}  (reference: {api.GetEndpoint("http").Url}/scalar)
                  Dashboard  {(dashboard is null ? "is off" : login)}

                Press Ctrl+C to stop.

                """);
        });

    /// <summary>Writes what has ended that should not have; at the end of all, lets running questions be handed back.</summary>
    public static void EndInOrder(this IDistributedApplicationBuilder builder)
    {
        builder.Services.AddHostedService<Stopper>();
        builder.Eventing.Subscribe<ResourceStoppedEvent>(static (stopped, _) =>
        {
            var (state, code) = (stopped.ResourceEvent.Snapshot.State?.Text, stopped.ResourceEvent.Snapshot.ExitCode);
            if (!stopped.IsEndOfAll() && (state != KnownResourceStates.Finished || code is not (null or 0)))
            {
                Console.WriteLine($"{stopped.Resource.Name}: {state} (exit code {code}). The dashboard has its log and starts it again.");
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>It stopped because everything does.</summary>
    public static bool IsEndOfAll(this ResourceStoppedEvent stopped) =>
        stopped.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    /// <summary>
    /// Ends the workers before all else: the orchestrator ends everything at once, and a running question can be handed back only while Redis is
    /// there. Then the other services, while the dashboard is there to take their last telemetry: without it each waits for 5 s.
    /// </summary>
    private sealed class Stopper(DistributedApplicationModel model, ResourceCommandService commands) : IHostedService
    {
        // A worker drains and winds up in 7 s (Worker__DrainTime, Worker__WindUpTime); what it has not handed back by then comes back by its lease.
        private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        // Services stop in the reverse order of their registration: this one before the orchestrator.
        public async Task StopAsync(CancellationToken cancellationToken)
        {
            var all = model.Resources.OfType<ProjectResource>().ToLookup(static service => service.Name == "worker");
            foreach (var services in (IEnumerable<ProjectResource>[])[all[true], all[false]])
            {
                var stops = services.Select(service => commands.ExecuteCommandAsync(service, KnownResourceCommands.StopCommand, cancellationToken));
                await Task.WhenAny(Task.WhenAll(stops), Task.Delay(Limit, cancellationToken));
            }
        }
    }
}
