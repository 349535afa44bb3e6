namespace Mact.ServiceDefaults.Health;

/// <summary>The result of one check.</summary>
/// <param name="Status">Healthy, Degraded or Unhealthy.</param>
/// <param name="Description">What the check found, in words; null when it has nothing to say.</param>
internal sealed record HealthEntryBody(string Status, string? Description);
