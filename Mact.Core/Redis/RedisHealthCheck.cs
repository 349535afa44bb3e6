using Mact.Core.Questions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Readiness: Redis answers. Says in words what is wrong, without the connection string.</summary>
internal sealed class RedisHealthCheck(IConnectionMultiplexer connection) : IHealthCheck
{
    // A probe must have its answer before the prober loses patience.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var latency = await _redis.AskAsync(static redis => redis.PingAsync().WaitAsync(Patience), cancellationToken);
            return HealthCheckResult.Healthy($"Redis answers in {latency.TotalMilliseconds:0.0} ms.");
        }
        catch (StoreUnavailableException trouble)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"{trouble.Message} Waiting for it at {Endpoints()}.");
        }
    }

    private string Endpoints() => string.Join(", ", connection.GetEndPoints(configuredOnly: true).Select(EndPointCollection.ToString));
}
