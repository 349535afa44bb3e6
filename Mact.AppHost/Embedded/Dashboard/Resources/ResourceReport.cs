namespace Mact.AppHost.Embedded.Dashboard.Resources;

/// <summary>A resource as the dashboard shows it.</summary>
/// <param name="Name">redis, model, api, worker, web.</param>
/// <param name="Project">Whose build output runs.</param>
/// <param name="State">stopped, starting, running, restarting, stopping, failed.</param>
/// <param name="Restarts">After deaths.</param>
/// <param name="ProcessId">Null when it does not run.</param>
/// <param name="Endpoint">Its HTTP address.</param>
/// <param name="Health">Healthy, Degraded, Unhealthy; null when it does not answer.</param>
/// <param name="Checks">What <c>/health</c> says, check by check.</param>
/// <param name="Environment">The variables that the AppHost gives it, secrets masked.</param>
internal sealed record ResourceReport(
    string Name,
    string Project,
    string State,
    int Restarts,
    int? ProcessId,
    Uri Endpoint,
    string? Health,
    IReadOnlyList<HealthCheckReport> Checks,
    IReadOnlyList<VariableReport> Environment);
