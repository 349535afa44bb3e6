namespace Mact.AppHost.Embedded.Dashboard.Traces;

/// <summary>A trace with its waterfall.</summary>
/// <param name="Summary">As in the list.</param>
/// <param name="Rows">Parents before their children, siblings by start.</param>
/// <param name="Dropped">Spans beyond the bound of one trace.</param>
internal sealed record TraceDetail(TraceSummary Summary, IReadOnlyList<SpanRow> Rows, int Dropped);
