namespace Mact.AppHost.Embedded.Dashboard.Resources;

/// <summary>One health check of a resource.</summary>
/// <param name="Name">Of the check.</param>
/// <param name="Status">Healthy, Degraded, Unhealthy.</param>
/// <param name="Description">In words; null where it says nothing.</param>
internal sealed record HealthCheckReport(string Name, string Status, string? Description);
