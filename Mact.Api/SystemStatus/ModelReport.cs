namespace Mact.Api.SystemStatus;

/// <summary>The models in use, as configured; nothing is asked of any endpoint.</summary>
/// <param name="Planner">The planner's model, "auto" for the single one served; null where no endpoint is configured.</param>
/// <param name="Coder">The coder's model, likewise.</param>
/// <param name="StandIn">The built-in table reader stands in for a language model.</param>
/// <param name="Endpoints">Where they are.</param>
public sealed record ModelReport(string? Planner, string? Coder, bool StandIn, IReadOnlyList<EndpointReport> Endpoints);
