using Mact.Worker.Models.Configuration;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mact.Worker.Models.Health;

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
        foreach (var name in (string[])[ConnectionNames.Planner, ConnectionNames.Coder])
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
