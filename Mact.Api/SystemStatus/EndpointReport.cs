namespace Mact.Api.SystemStatus;

/// <summary>A configured endpoint, without path or key.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Server">host:port; null where the connection string has no usable address.</param>
/// <param name="Model">The configured name, or auto.</param>
public sealed record EndpointReport(IReadOnlyList<string> Roles, string? Server, string Model);
