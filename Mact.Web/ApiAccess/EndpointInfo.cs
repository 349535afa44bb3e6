namespace Mact.Web.ApiAccess;

/// <summary>A configured model endpoint.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Server">host:port; null where the connection string has no usable address.</param>
/// <param name="Model">The configured name, "auto" for the single one served.</param>
public sealed record EndpointInfo(IReadOnlyList<string> Roles, string? Server, string Model);
