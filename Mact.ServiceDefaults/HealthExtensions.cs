using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

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
    public static void AddDefaultHealthChecks(this IHostApplicationBuilder builder) =>
        builder.Services.AddHealthChecks()
            .AddCheck("self", static () => HealthCheckResult.Healthy(), [HealthPaths.LiveTag]);

    public static void MapDefaultHealthChecks(this WebApplication app)
    {
        app.MapHealthChecks(HealthPaths.Health, new HealthCheckOptions { ResponseWriter = HealthResponse.WriteAsync }).AllowAnonymous();
        app.MapHealthChecks(HealthPaths.Alive, new HealthCheckOptions
        {
            Predicate = static check => check.Tags.Contains(HealthPaths.LiveTag),
            ResponseWriter = HealthResponse.WriteAsync,
        }).AllowAnonymous();
    }
}

/// <summary>Writes a health report as JSON: <c>{"status":"Degraded","entries":{"model":{"status":"Degraded","description":"…"}}}</c>.</summary>
/// <remarks>Exceptions and data of the checks stay inside: the endpoint is open, and they may name hosts.</remarks>
internal static class HealthResponse
{
    public static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(ToBody(report), HealthJson.Default.HealthBody, contentType: null, context.RequestAborted);

    private static HealthBody ToBody(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(
            static entry => entry.Key,
            static entry => new HealthEntryBody(entry.Value.Status.ToString(), Describe(entry.Value)),
            StringComparer.Ordinal));

    private static string? Describe(HealthReportEntry entry) =>
        entry.Exception is null ? entry.Description : $"The check failed with {entry.Exception.GetType().Name}; the log has the details.";
}

/// <summary>The body of <c>/health</c> and <c>/alive</c>.</summary>
/// <param name="Status">The worst status of all entries: Healthy, Degraded or Unhealthy.</param>
/// <param name="Entries">One entry per check, by its name.</param>
internal sealed record HealthBody(string Status, IReadOnlyDictionary<string, HealthEntryBody> Entries);

/// <summary>The result of one check.</summary>
/// <param name="Status">Healthy, Degraded or Unhealthy.</param>
/// <param name="Description">What the check found, in words; null when it has nothing to say.</param>
internal sealed record HealthEntryBody(string Status, string? Description);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class HealthJson : JsonSerializerContext;
