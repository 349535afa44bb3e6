using Mact.Worker.Models.Configuration;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Models.Health;

/// <summary>Looks once at each endpoint when the worker starts, so that a wrong name or key shows before the first question. Nobody waits for it.</summary>
internal sealed class StartCheck(EndpointRegistry endpoints, IOptions<ModelOptions> options, TimeProvider time, ILogger<StartCheck> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.CheckAtStart)
        {
            await Task.WhenAll(CheckAsync(ConnectionNames.Planner, stoppingToken), CheckAsync(ConnectionNames.Coder, stoppingToken));
        }
    }

    private async Task CheckAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var endpoint = endpoints.Get(name);
            using var wait = new CallWait(name, endpoint.Connection.Server, new SilentObserver(), options.Value, time);
            var model = await endpoint.ResolveAsync(model: null, wait, cancellationToken);
            ModelLog.EndpointReady(logger, name, model.Name);
        }
        catch (ModelException exception)
        {
            ModelLog.CallFailed(logger, name, exception.Error.Code);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The worker stops.
        }
    }
}
