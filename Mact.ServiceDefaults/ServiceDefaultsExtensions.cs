using Mact.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace Mact.ServiceDefaults;

/// <summary>What every process of Mact has in common: telemetry, health, service discovery, resilience.</summary>
public static class ServiceDefaultsExtensions
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Adds the defaults. Every <see cref="HttpClient"/> gets service discovery and the standard resilience handler (only safe methods are
    /// retried, with 10 s per attempt and 30 s in total). Clients that wait longer, such as those of models and event streams, must take
    /// that handler off (<see cref="WithoutResilience"/>).
    /// </summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddTelemetry();

        // A request without a name of this machine passes no list of names.
        builder.Services.Configure<HostFilteringOptions>(static hosts => hosts.AllowEmptyHosts = false);
        builder.Services.AddHealthChecks().AddCheck("self", static () => HealthCheckResult.Healthy(), [HealthPaths.LiveTag]);

        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(static http =>
        {
            http.AddStandardResilienceHandler(static options =>
            {
                options.Retry.DisableForUnsafeHttpMethods();

                // Whoever is told to come back much later is told so at once, rather than kept waiting.
                var isSafe = options.Retry.ShouldHandle;
                options.Retry.ShouldHandle = async arguments =>
                    !(arguments.Outcome.Result?.Headers.RetryAfter?.Delta > LongestPause) && await isSafe(arguments);

                // What is sent once may take as long as its client waits: a check of a slow model, a large upload.
                options.AttemptTimeout.TimeoutGenerator = arguments => new(PatienceFor(arguments, options.AttemptTimeout.Timeout));
                options.TotalRequestTimeout.TimeoutGenerator = arguments => new(PatienceFor(arguments, options.TotalRequestTimeout.Timeout));
            });
            http.AddServiceDiscovery();
        });

        return builder;
    }

    /// <summary>
    /// Takes the standard resilience handler off one client: it ends a quiet stream after 30 s, and sends again what may be billed.
    /// </summary>
    public static IHttpClientBuilder WithoutResilience(this IHttpClientBuilder client)
    {
#pragma warning disable EXTEXP0001 // Marked experimental, but the one way to take a default handler off one client.
        return client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    /// <summary>
    /// Maps <c>/health</c> (all checks: ready to work) and <c>/alive</c> (checks tagged "live": the process answers), in every environment:
    /// probes need them in production most of all. Degraded is 200, unhealthy is 503.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapProbe(HealthPaths.Health, static _ => true);
        app.MapProbe(HealthPaths.Alive, static check => check.Tags.Contains(HealthPaths.LiveTag));
        return app;
    }

    private static TimeSpan PatienceFor(TimeoutGeneratorArguments arguments, TimeSpan safe) =>
        arguments.Context.GetRequestMessage()?.Method is { } method && method != HttpMethod.Get && method != HttpMethod.Head
            ? Timeout.InfiniteTimeSpan
            : safe;
}
