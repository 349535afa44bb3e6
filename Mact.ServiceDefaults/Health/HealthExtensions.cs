using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Mact.ServiceDefaults.Health;

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
