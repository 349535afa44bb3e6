using Mact.AppHost.Embedded.Dashboard.Otlp;

namespace Mact.AppHost.Embedded.Dashboard.Traces;

/// <summary>
/// The latest traces in bounded memory. Traces without a model call (pages read, statuses polled) go first, since they are many and soon
/// forgotten; then the oldest questions.
/// </summary>
/// <param name="maxTraces">Traces kept.</param>
/// <param name="maxSpans">Spans kept of one trace.</param>
/// <param name="maxCharacters">Characters kept over all traces.</param>
internal sealed class TraceStore(int maxTraces = 1_000, int maxSpans = 2_000, long maxCharacters = 20_000_000)
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, KeptTrace> _traces = new(StringComparer.Ordinal);

    /// <summary>Kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _traces.Count;
            }
        }
    }

    /// <summary>Kept now, over all traces.</summary>
    public long Characters { get; private set; }

    public void Add(IEnumerable<OtlpSpan> spans)
    {
        lock (_lock)
        {
            foreach (var span in spans)
            {
                if (!_traces.TryGetValue(span.TraceId, out var trace))
                {
                    trace = new(maxSpans);
                    _traces.Add(span.TraceId, trace);
                }

                Characters += trace.Add(span);
            }

            while (_traces.Count > maxTraces || (Characters > maxCharacters && _traces.Count > 1))
            {
                RemoveOne();
            }
        }
    }

    /// <summary>The latest first.</summary>
    /// <param name="onlyQuestions">Leave out traces without a model call.</param>
    /// <param name="contains">In the name, a service, the trace id or the question id, whatever its case; empty = all.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<TraceSummary> List(bool onlyQuestions, string contains, int limit)
    {
        lock (_lock)
        {
            return
            [
                .. _traces.Values.Reverse()
                    .Where(trace => !onlyQuestions || trace.HasModelCalls)
                    .Select(static trace => trace.Summary)
                    .Where(summary => Matches(summary, contains))
                    .Take(limit),
            ];
        }
    }

    /// <summary>Null when it is not kept.</summary>
    public TraceDetail? Find(string id)
    {
        lock (_lock)
        {
            return _traces.TryGetValue(id, out var trace) ? new(trace.Summary, Waterfall.Rows(trace.Spans), trace.Dropped) : null;
        }
    }

    private static bool Matches(TraceSummary summary, string contains) =>
        summary.Name.Contains(contains, StringComparison.OrdinalIgnoreCase)
        || summary.Id.Contains(contains, StringComparison.OrdinalIgnoreCase)
        || (summary.QuestionId?.Contains(contains, StringComparison.OrdinalIgnoreCase) ?? false)
        || summary.Services.Any(service => service.Contains(contains, StringComparison.OrdinalIgnoreCase));

    /// <summary>The oldest without a model call, but none of the latest tenth, which may be questions that have only begun; else the oldest.</summary>
    private void RemoveOne()
    {
        var index = 0;
        for (var i = 0; i < _traces.Count - (maxTraces / 10); i++)
        {
            if (!_traces.GetAt(i).Value.HasModelCalls)
            {
                index = i;
                break;
            }
        }

        Characters -= _traces.GetAt(index).Value.Characters;
        _traces.RemoveAt(index);
    }
}
