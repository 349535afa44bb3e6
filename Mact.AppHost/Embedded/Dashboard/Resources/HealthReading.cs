namespace Mact.AppHost.Embedded.Dashboard.Resources;

/// <summary>What a resource says of its health.</summary>
/// <param name="Status">Null when it does not answer.</param>
/// <param name="Checks">In the order of the body.</param>
internal sealed record HealthReading(string? Status, IReadOnlyList<HealthCheckReport> Checks)
{
    /// <summary>It does not answer, or not in words that are understood.</summary>
    public static HealthReading None { get; } = new(null, []);
}
