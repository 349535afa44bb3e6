using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mact.ServiceDefaults.Telemetry;

/// <summary>The telemetry of a process: what is recorded, under which name, and where it goes.</summary>
public static class TelemetryExtensions
{
    /// <summary>All activity sources and meters of the product start with this.</summary>
    private const string MactSources = "Mact.*";

    private static readonly string[] AssetExtensions = [".css", ".js", ".map", ".svg", ".png", ".ico", ".woff2", ".webmanifest"];

    /// <summary>Logs, metrics and traces through OpenTelemetry; exported only when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    internal static void AddTelemetry(this IHostApplicationBuilder builder)
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
            .WithTracing(tracing => tracing.AddMactTracing(builder.Configuration));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>
    /// Traces a person can read: one for each question and each request that somebody made, and none for what a process does by itself.
    /// The page's circuits (clicks, renderings, hub messages) are no traces.
    /// </summary>
    public static TracerProviderBuilder AddMactTracing(this TracerProviderBuilder tracing, IConfiguration configuration)
    {
        return tracing
            .SetSampler(new ParentBasedSampler(new RootSampler(Ratio(configuration))))
            .AddAspNetCoreInstrumentation(static options =>
            {
                options.Filter = IsTraced;
                options.EnableAspNetCoreSignalRSupport = false;
                options.EnableRazorComponentsSupport = false;
            })
            .AddHttpClientInstrumentation()
            .AddSource(MactSources)
            .AddProcessor(new QuestionTraceNames());
    }

    /// <summary>The AppHost names each resource by <c>OTEL_SERVICE_NAME</c>; a process started by hand goes by its project's name.</summary>
    private static void NameService(ResourceBuilder resource, IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_SERVICE_NAME"]))
        {
            resource.AddService(builder.Environment.ApplicationName);
        }
    }

    /// <summary>The share of traces that is wanted, by OpenTelemetry's own variables; a sampler set in code would hide them.</summary>
    private static double Ratio(IConfiguration configuration) =>
        configuration["OTEL_TRACES_SAMPLER"] is { } sampler
        && sampler.EndsWith("traceidratio", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(configuration["OTEL_TRACES_SAMPLER_ARG"], NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
            ? Math.Clamp(ratio, 0, 1)
            : 1;

    /// <summary>
    /// Probes come every few seconds, assets dozens for each page, and a circuit's connection stays open for hours: they would bury the traces
    /// that matter.
    /// </summary>
    private static bool IsTraced(HttpContext context)
    {
        var path = context.Request.Path;
        return !path.StartsWithSegments(HealthPaths.Health, StringComparison.Ordinal)
            && !path.StartsWithSegments(HealthPaths.Alive, StringComparison.Ordinal)
            && !path.StartsWithSegments("/_blazor", StringComparison.Ordinal)
            && !path.StartsWithSegments("/_framework", StringComparison.Ordinal)
            && !AssetExtensions.Contains(Path.GetExtension(path.Value), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No trace begins with a call to another service: what makes such a call by itself is a timer or a subscription.</summary>
    private sealed class RootSampler(double ratio) : Sampler
    {
        private readonly TraceIdRatioBasedSampler _share = new(ratio);

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Kind is ActivityKind.Client
                ? new SamplingResult(SamplingDecision.Drop)
                : _share.ShouldSample(samplingParameters);
    }
}
