namespace Mact.Web.ApiAccess;

/// <summary>What an endpoint said when it was asked for its models.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Server">host:port, where known.</param>
/// <param name="Ok">It serves what is configured.</param>
/// <param name="Served">The models that it serves.</param>
/// <param name="Message">In words: what was found and what to do next.</param>
/// <param name="ElapsedMs">Time of the request.</param>
public sealed record ModelCheckInfo(IReadOnlyList<string> Roles, string? Server, bool Ok, IReadOnlyList<string> Served, string Message, double ElapsedMs);
