namespace Mact.Web.ApiAccess;

/// <summary>Percentiles in milliseconds.</summary>
public sealed record DurationInfo(double P50, double P95, double Most);
