using Mact.Core.Models;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Models;

/// <summary>
/// Degraded, in words, while a model endpoint is missing, cold or mismatched: the worker itself works, and questions say the same. It
/// reports what calls found out and asks no endpoint itself, since on a serverless one every question wakes a machine.
/// </summary>
internal sealed class ModelHealthCheck(EndpointRegistry endpoints) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = new List<string>();
        var isKnown = true;
        foreach (var name in (string[])[ModelConnections.PlannerName, ModelConnections.CoderName])
        {
            try
            {
                var endpoint = endpoints.Get(name);
                isKnown &= endpoint.IsKnown;
                if (endpoint.Problem is { } problem)
                {
                    problems.Add(problem);
                }
            }
            catch (ModelException exception)
            {
                problems.Add(exception.Error.Message);
            }
        }

        return Task.FromResult(problems.Count > 0
            ? HealthCheckResult.Degraded(string.Join(' ', problems.Distinct(StringComparer.Ordinal)))
            : HealthCheckResult.Healthy(isKnown ? "The model endpoints answer." : "The model endpoints have not been asked yet."));
    }
}

/// <summary>Looks once at each endpoint when the worker starts, so that a wrong name or key shows before the first question. Nobody waits for
/// it.</summary>
internal sealed partial class StartCheck(
    EndpointRegistry endpoints, IOptions<ModelOptions> options, TimeProvider time, ILogger<StartCheck> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.CheckAtStart)
        {
            await Task.WhenAll(CheckAsync(ModelConnections.PlannerName, stoppingToken), CheckAsync(ModelConnections.CoderName, stoppingToken));
        }
    }

    private async Task CheckAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var endpoint = endpoints.Get(name);
            using var wait = new CallWait(name, endpoint.Connection.Server, new SilentObserver(), options.Value, time);
            var model = await endpoint.ResolveAsync(model: null, wait, cancellationToken);
            Log.EndpointReady(logger, name, model.Name);
        }
        catch (ModelException exception)
        {
            Log.CallFailed(logger, name, exception.Error.Code);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The worker stops.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 306, Level = LogLevel.Warning, Message = "The look at {Endpoint} ended with {Code}")]
        public static partial void CallFailed(ILogger logger, string endpoint, string code);

        [LoggerMessage(EventId = 307, Level = LogLevel.Information, Message = "The model endpoint {Endpoint} serves {Model}")]
        public static partial void EndpointReady(ILogger logger, string endpoint, string model);
    }
}
