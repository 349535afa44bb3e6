using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mact.ServiceDefaults.Health;

/// <summary>Writes a health report as JSON: <c>{"status":"Degraded","entries":{"model":{"status":"Degraded","description":"…"}}}</c>.</summary>
/// <remarks>Exceptions and data of the checks stay inside: the endpoint is open, and they may name hosts.</remarks>
internal static class HealthResponse
{
    public static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(ToBody(report), HealthJsonContext.Default.HealthBody, contentType: null, context.RequestAborted);

    private static HealthBody ToBody(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(
            static entry => entry.Key,
            static entry => new HealthEntryBody(entry.Value.Status.ToString(), Describe(entry.Value)),
            StringComparer.Ordinal));

    private static string? Describe(HealthReportEntry entry) =>
        entry.Exception is null ? entry.Description : $"The check failed with {entry.Exception.GetType().Name}; the log has the details.";
}
