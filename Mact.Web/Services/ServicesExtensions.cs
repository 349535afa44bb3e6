using Mact.Client.Access;
using Mact.ServiceDefaults;
using Mact.Web.Access;

namespace Mact.Web.Services;

/// <summary>The clients through which the front end reaches the Api, as the person who looks at the page.</summary>
public static class ServicesExtensions
{
    /// <summary>The named client of short requests.</summary>
    public const string ClientName = "api";

    /// <summary>How long what a person sends or takes away may take.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(5);

    private const string EvaluationClientName = "api-evaluations";
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(100);

    /// <summary>Adds the typed client, the client of event streams, the client of uploads, and the watcher.</summary>
    public static IServiceCollection AddApiAccess(this IServiceCollection services)
    {
        services.AddOptions<WatchOptions>().BindConfiguration(WatchOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<Visitor>();
        services.AddScoped<VisitorClients>();
        services.AddHttpClient(ClientName, static http => http.BaseAddress = VisitorClients.Api);
        services.AddScoped(static provider => new MactClient(provider.Create(ClientName, ShortPatience)));
        services.AddScoped(static provider => new AccessClient(provider.Create(ClientName, ShortPatience)));
        services.AddHttpClient(QuestionWatcher.ClientName, static http =>
        {
            http.BaseAddress = VisitorClients.Api;
            http.Timeout = Timeout.InfiniteTimeSpan;
        }).WithoutResilience();
        services.AddHttpClient(UploadEndpoint.ClientName).WithoutResilience();

        // A data set can be large, and started twice it would cost twice.
        services.AddHttpClient(EvaluationClientName).WithoutResilience();
        services.AddScoped(static provider => new EvaluationClient(provider.Create(EvaluationClientName, LongPatience)));
        services.AddSingleton<QuestionWatcher>();
        return services;
    }

    private static HttpClient Create(this IServiceProvider provider, string name, TimeSpan timeout) =>
        provider.GetRequiredService<VisitorClients>().Create(name, timeout);
}
