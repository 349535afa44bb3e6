namespace Mact.AppHost.Embedded.Topology;

/// <summary>The OpenTelemetry variables that say where telemetry goes.</summary>
internal static class TelemetryTarget
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    public const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary>Milliseconds between two exports of spans: a person who looks wants them soon.</summary>
    public const string SpanDelay = "OTEL_BSP_SCHEDULE_DELAY";
}
