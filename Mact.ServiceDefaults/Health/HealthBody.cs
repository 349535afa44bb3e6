namespace Mact.ServiceDefaults.Health;

/// <summary>The body of <c>/health</c> and <c>/alive</c>.</summary>
/// <param name="Status">The worst status of all entries: Healthy, Degraded or Unhealthy.</param>
/// <param name="Entries">One entry per check, by its name.</param>
internal sealed record HealthBody(string Status, IReadOnlyDictionary<string, HealthEntryBody> Entries);
