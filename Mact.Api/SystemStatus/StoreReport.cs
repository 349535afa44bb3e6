namespace Mact.Api.SystemStatus;

/// <summary>Whether queue and store answer.</summary>
/// <param name="Available">They do.</param>
/// <param name="Message">In words, why not; null where they do.</param>
public sealed record StoreReport(bool Available, string? Message);
