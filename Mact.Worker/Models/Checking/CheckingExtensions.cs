using Mact.ServiceDefaults;

namespace Mact.Worker.Models.Checking;

/// <summary>Registers the checks of the model endpoints.</summary>
public static class CheckingExtensions
{
    // A warm endpoint lists its models at once; a cold one is reported as such rather than waited for.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const int MaxReplyBytes = 1024 * 1024;

    /// <summary>Does the checks that people ask for. Needs AddMactRedis and AddModels.</summary>
    public static IServiceCollection AddModelChecks(this IServiceCollection services)
    {
        services.AddSingleton<ModelCheck>();
        services.AddHostedService<ModelCheckService>();

        // A redirect could carry the key elsewhere, and each retry would be billed.
        services.AddHttpClient(ModelCheck.ClientName, static client =>
            {
                client.Timeout = Timeout;
                client.MaxResponseContentBufferSize = MaxReplyBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RedactLoggedHeaders(static _ => true)
            .WithoutResilience();
        return services;
    }
}
