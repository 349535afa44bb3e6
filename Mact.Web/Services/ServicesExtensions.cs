namespace Mact.Web.Services;

/// <summary>The clients through which the front end reaches the Api.</summary>
public static class ServicesExtensions
{
    /// <summary>The name that service discovery resolves.</summary>
    private static readonly Uri Api = new("https+http://api");

    /// <summary>Adds the typed client, the client of event streams, the client of uploads, and the watcher.</summary>
    public static IServiceCollection AddApiAccess(this IServiceCollection services)
    {
        services.AddOptions<WatchOptions>().BindConfiguration(WatchOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<MactClient>(static http => http.BaseAddress = Api);
        services.AddHttpClient(QuestionWatcher.ClientName, static http =>
        {
            http.BaseAddress = Api;
            http.Timeout = Timeout.InfiniteTimeSpan;
        }).WithoutResilience();
        services.AddHttpClient(UploadEndpoint.ClientName, static http =>
        {
            http.BaseAddress = Api;
            http.Timeout = TimeSpan.FromMinutes(5);
        }).WithoutResilience();
        services.AddHttpClient<EvaluationClient>(static http =>
        {
            // A data set can be large, and started twice it would cost twice.
            http.BaseAddress = Api;
            http.Timeout = TimeSpan.FromMinutes(5);
        }).WithoutResilience();
        services.AddSingleton<QuestionWatcher>();
        return services;
    }

    private static IHttpClientBuilder WithoutResilience(this IHttpClientBuilder builder)
    {
        // The standard handler ends a quiet stream after 30 s and sends it again; the member that takes it off is still marked experimental.
#pragma warning disable EXTEXP0001
        return builder.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
