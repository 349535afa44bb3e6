using Mact.AppHost.Embedded.Dashboard.Otlp;

namespace Mact.AppHost.Embedded.Dashboard.Traces;

/// <summary>A span in the waterfall.</summary>
/// <param name="Depth">0 = a root, or a span whose parent is not kept.</param>
/// <param name="OffsetMs">From the start of the trace.</param>
/// <param name="DurationMs">Of the span.</param>
/// <param name="Span">The span.</param>
internal sealed record SpanRow(int Depth, double OffsetMs, double DurationMs, OtlpSpan Span);
