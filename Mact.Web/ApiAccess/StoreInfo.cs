namespace Mact.Web.ApiAccess;

/// <summary>Whether queue and store answer.</summary>
/// <param name="Available">They do.</param>
/// <param name="Message">In words, why not; null where they do.</param>
public sealed record StoreInfo(bool Available, string? Message);
