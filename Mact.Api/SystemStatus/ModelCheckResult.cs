namespace Mact.Api.SystemStatus;

/// <summary>What one endpoint said when it was asked for its models.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Server">host:port; null where the connection string has no usable address.</param>
/// <param name="Ok">It serves the configured model, or exactly one where none is named.</param>
/// <param name="Served">The models that it serves; empty where it did not say.</param>
/// <param name="Message">In words: what was found and what to do next.</param>
/// <param name="ElapsedMs">From the request to the whole response.</param>
public sealed record ModelCheckResult(
    IReadOnlyList<string> Roles, string? Server, bool Ok, IReadOnlyList<string> Served, string Message, double ElapsedMs);
