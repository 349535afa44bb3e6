using Mact.Core.Models;
using Mact.ServiceDefaults;
using Mact.Worker.Models.Checking;
using Mact.Worker.Models.Endpoints;
using Mact.Worker.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mact.Worker.Models;

/// <summary>Registers <see cref="ISamplingClient"/> and the checks of its endpoints.</summary>
public static class ModelsExtensions
{
    /// <summary>Name of the <see cref="HttpClient"/> that talks to endpoints; its handlers can be added to.</summary>
    public const string HttpClientName = "Mact.Models";

    private const int MaxCheckedBytes = 1024 * 1024;

    // A warm endpoint lists its models at once; a cold one is reported as such rather than waited for.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(15);

    /// <inheritdoc cref="AddModels(IServiceCollection, IConfiguration)"/>
    public static TBuilder AddModels<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddModels(builder.Configuration);
        return builder;
    }

    /// <summary>
    /// Adds the sampling client with its options (section <c>Models</c>), connection strings <c>planner</c>, <c>coder</c> and their default
    /// <c>model</c>, health check <c>model</c>, and the look at the endpoints when the process starts.
    /// </summary>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(configuration);
        services.AddMetrics();
        services.AddOptions<ModelOptions>().BindConfiguration(ModelOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ModelConnections>().BindConfiguration(ModelConnections.SectionName).ValidateDataAnnotations().ValidateOnStart();

        services.AddSingleton<GenAiMetrics>();
        services.AddSingleton<EndpointMemory>();
        services.AddSingleton<EndpointRegistry>();
        services.AddSingleton<ISamplingClient, SamplingClient>();
        services.AddSingleton<EndpointPublisher>();
        services.AddHostedService(static provider => provider.GetRequiredService<EndpointPublisher>());
        services.AddHostedService<StartCheck>();
        services.AddHealthChecks().AddCheck<ModelHealthCheck>("model");
        AddHttpClient(services);
        return services;
    }

    /// <summary>Does the checks of the endpoints that people ask for. Needs AddMactRedis and AddModels.</summary>
    public static IServiceCollection AddModelChecks(this IServiceCollection services)
    {
        services.AddSingleton<ModelCheck>();
        services.AddHostedService<ModelCheckService>();

        // A redirect could carry the key elsewhere, and each retry would be billed.
        services.AddHttpClient(ModelCheck.ClientName, static client =>
            {
                client.Timeout = CheckTimeout;
                client.MaxResponseContentBufferSize = MaxCheckedBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RedactLoggedHeaders(static _ => true)
            .WithoutResilience();
        return services;
    }

    private static void AddHttpClient(IServiceCollection services)
    {
        var http = services.AddHttpClient(HttpClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                // The client is kept as long as the process; its connections are not, so that changes of DNS are seen.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = TimeSpan.FromSeconds(15),
                AllowAutoRedirect = false,
                UseCookies = false,
            })
            .RedactLoggedHeaders(static _ => true);

        // The default handler ends an attempt after 10 s and repeats it: generations take minutes and are paid. Retries are our own.
        http.WithoutResilience();
    }
}
