using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mact.Worker.Pump;

/// <summary>Liveness of the pump: a loop that no longer goes round heals only by a restart; one that waits for Redis is merely degraded.</summary>
internal sealed class PumpHealthCheck(PumpState state, RunningQuestions running) : IHealthCheck
{
    // A round takes a few seconds at most, even while Redis times out.
    private static readonly TimeSpan Stalled = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(context));

    private HealthCheckResult Check(HealthCheckContext context)
    {
        if (state.SinceLastPass is var since && since > Stalled)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"No question was looked for in the last {since.TotalSeconds:0} s.");
        }

        return state.Trouble is { } trouble
            ? HealthCheckResult.Degraded($"No questions are taken for now: {trouble}")
            : HealthCheckResult.Healthy($"{running.Count} questions are being worked on.");
    }
}
