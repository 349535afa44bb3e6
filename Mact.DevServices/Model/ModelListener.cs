using Mact.DevServices.Model.Configuration;
using Microsoft.Extensions.Options;

namespace Mact.DevServices.Model;

/// <summary>Opens the stand-in's own port while the application runs, when one is configured.</summary>
internal sealed partial class ModelListener(IServiceProvider services, IOptions<ModelStandInOptions> options, TimeProvider time, ILogger<ModelListener> logger)
    : IHostedService
{
    private ModelEndpointHost? _host;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Port is null)
        {
            return;
        }

        _host = await ModelEndpointHost.StartAsync(services.GetRequiredService<ModelStandIn>(), ownsStandIn: false, time, cancellationToken);
        LogListening(_host.ApiAddress);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [LoggerMessage(LogLevel.Information, "The model endpoint stand-in (no language model) answers at {Address}.")]
    private partial void LogListening(Uri address);
}
