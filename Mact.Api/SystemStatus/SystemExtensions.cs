using Mact.Core.Models;

namespace Mact.Api.SystemStatus;

internal static class SystemExtensions
{
    // A warm endpoint lists its models at once; a cold one is reported as such rather than waited for.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(15);

    private const int MaxReplyBytes = 1024 * 1024;

    public static void AddSystemStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ModelConnections>().BindConfiguration(ModelConnections.SectionName);
        builder.Services.AddSingleton<ModelCheck>();
        var client = builder.Services.AddHttpClient(ModelCheck.ClientName, static client =>
        {
            client.Timeout = CheckTimeout;
            client.MaxResponseContentBufferSize = MaxReplyBytes;
        });

        // A redirect could carry the key elsewhere.
        client.ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false });
#pragma warning disable EXTEXP0001 // Marked experimental, but the one way to take the default retries off a client: each would be billed.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
