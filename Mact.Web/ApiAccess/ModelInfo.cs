namespace Mact.Web.ApiAccess;

/// <summary>The models in use.</summary>
/// <param name="Planner">Name of the planner's model, as configured.</param>
/// <param name="Coder">Name of the coder's model, as configured.</param>
/// <param name="StandIn">The built-in table reader stands in for a language model.</param>
/// <param name="Endpoints">Where they are.</param>
public sealed record ModelInfo(string? Planner, string? Coder, bool StandIn, IReadOnlyList<EndpointInfo>? Endpoints = null);
