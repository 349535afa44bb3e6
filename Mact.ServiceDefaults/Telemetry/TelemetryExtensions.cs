using Mact.ServiceDefaults.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mact.ServiceDefaults.Telemetry;

internal static class TelemetryExtensions
{
    /// <summary>All activity sources and meters of the product start with this.</summary>
    private const string MactSources = "Mact.*";

    /// <summary>Logs, metrics and traces through OpenTelemetry; exported only when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(static logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => NameService(resource, builder))
            .WithMetrics(static metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(MactSources))
            .WithTracing(static tracing => tracing
                .AddAspNetCoreInstrumentation(static options => options.Filter = IsNoProbe)
                .AddHttpClientInstrumentation()
                .AddSource(MactSources));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>The AppHost names each resource by <c>OTEL_SERVICE_NAME</c>; a process started by hand goes by its project's name.</summary>
    private static void NameService(ResourceBuilder resource, IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_SERVICE_NAME"]))
        {
            resource.AddService(builder.Environment.ApplicationName);
        }
    }

    /// <summary>Probes come every few seconds and would bury the traces that matter.</summary>
    private static bool IsNoProbe(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(HealthPaths.Health, StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments(HealthPaths.Alive, StringComparison.Ordinal);
}
