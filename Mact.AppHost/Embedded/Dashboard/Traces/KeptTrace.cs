using Mact.AppHost.Embedded.Dashboard.Otlp;

namespace Mact.AppHost.Embedded.Dashboard.Traces;

/// <summary>The spans of one trace so far. Not safe for several threads: its store locks.</summary>
internal sealed class KeptTrace(int maxSpans)
{
    private readonly Dictionary<string, OtlpSpan> _spans = new(StringComparer.Ordinal);
    private TraceSummary? _summary;

    public IReadOnlyCollection<OtlpSpan> Spans => _spans.Values;

    /// <summary>Of everything kept, roughly.</summary>
    public long Characters { get; private set; }

    /// <summary>Spans beyond the bound.</summary>
    public int Dropped { get; private set; }

    /// <summary>A model was called in it, or an agent invoked.</summary>
    public bool HasModelCalls { get; private set; }

    /// <summary>As in the list; worked out again only after a span has come, since the list is read every second.</summary>
    public TraceSummary Summary => _summary ??= Waterfall.Summarise(Spans);

    /// <summary>Adds a span and returns by how many characters the trace has grown; one that is sent again changes nothing.</summary>
    public long Add(OtlpSpan span)
    {
        if (_spans.ContainsKey(span.SpanId))
        {
            return 0;
        }

        if (_spans.Count >= maxSpans)
        {
            Dropped++;
            return 0;
        }

        _spans[span.SpanId] = span;
        _summary = null;
        HasModelCalls |= span.Attributes.ContainsKey("gen_ai.operation.name");
        var size = SizeOf(span);
        Characters += size;
        return size;
    }

    private static long SizeOf(OtlpSpan span)
    {
        // About what the objects cost apart from their text.
        const int Fixed = 300;
        const int FixedPerAttribute = 60;
        return Fixed + span.Name.Length + (span.StatusMessage?.Length ?? 0)
            + span.Attributes.Sum(static attribute => FixedPerAttribute + attribute.Key.Length + attribute.Value.Length);
    }
}
