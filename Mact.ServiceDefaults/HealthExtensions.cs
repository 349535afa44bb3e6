using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mact.ServiceDefaults;

/// <summary>The paths of the two probes.</summary>
public static class HealthPaths
{
    /// <summary>Readiness: every check.</summary>
    public const string Health = "/health";

    /// <summary>Liveness: only the checks tagged <see cref="LiveTag"/>.</summary>
    public const string Alive = "/alive";

    /// <summary>The tag of the checks that say nothing but "this process answers".</summary>
    public const string LiveTag = "live";
}

internal static class HealthExtensions
{
    public static void MapProbe(this WebApplication app, string path, Func<HealthCheckRegistration, bool> check) =>
        app.MapHealthChecks(path, new HealthCheckOptions { Predicate = check, ResponseWriter = WriteAsync }).AllowAnonymous();

    /// <summary><c>{"status":"Degraded","entries":{"model":{"status":"Degraded","description":"…"}}}</c>.</summary>
    /// <remarks>Exceptions and data of the checks stay inside: the endpoint is open, and they may name hosts.</remarks>
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            entries = report.Entries.ToDictionary(
                static entry => entry.Key,
                static entry => new { status = entry.Value.Status.ToString(), description = Describe(entry.Value) },
                StringComparer.Ordinal),
        },
        context.RequestAborted);

    private static string? Describe(HealthReportEntry entry) =>
        entry.Exception is null ? entry.Description : $"The check failed with {entry.Exception.GetType().Name}; the log has the details.";
}
