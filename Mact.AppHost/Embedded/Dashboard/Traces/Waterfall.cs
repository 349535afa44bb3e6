using System.Globalization;
using Mact.AppHost.Embedded.Dashboard.Otlp;

namespace Mact.AppHost.Embedded.Dashboard.Traces;

/// <summary>Spans as rows and as a summary. Pure.</summary>
internal static class Waterfall
{
    /// <summary>Parents before their children, siblings by start. Spans whose parent is missing are roots; cycles are cut.</summary>
    public static IReadOnlyList<SpanRow> Rows(IReadOnlyCollection<OtlpSpan> spans)
    {
        if (spans.Count == 0)
        {
            return [];
        }

        var start = spans.Min(static span => span.Start);
        var ids = spans.Select(static span => span.SpanId).ToHashSet(StringComparer.Ordinal);
        var children = spans.ToLookup(span => span.ParentSpanId is { } parent && ids.Contains(parent) ? parent : null, StringComparer.Ordinal);
        List<SpanRow> rows = new(spans.Count);
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<(OtlpSpan Span, int Depth)> open = new();
        PushAll(children[null], 0);
        while (rows.Count < spans.Count)
        {
            if (!open.TryPop(out var next))
            {
                // Only spans that name each other as parents are left: one of them is shown as a root.
                next = (spans.First(span => !seen.Contains(span.SpanId)), 0);
            }

            if (!seen.Add(next.Span.SpanId))
            {
                continue;
            }

            rows.Add(new(next.Depth, (next.Span.Start - start).TotalMilliseconds, next.Span.Duration.TotalMilliseconds, next.Span));
            PushAll(children[next.Span.SpanId], next.Depth + 1);
        }

        return rows;

        void PushAll(IEnumerable<OtlpSpan> siblings, int depth)
        {
            foreach (var span in siblings.OrderByDescending(static span => span.Start))
            {
                open.Push((span, depth));
            }
        }
    }

    /// <summary>The trace in the list.</summary>
    /// <param name="spans">Of one trace, at least one.</param>
    public static TraceSummary Summarise(IReadOnlyCollection<OtlpSpan> spans)
    {
        var ordered = spans.OrderBy(static span => span.Start).ThenBy(static span => span.ParentSpanId is not null).ToList();
        var calls = ordered.Where(static span => span.IsModelCall).ToList();
        return new(
            ordered[0].TraceId,
            ordered[0].Name,
            [.. ordered.Select(static span => span.Service).Distinct(StringComparer.Ordinal)],
            ordered[0].Start,
            (ordered.Max(static span => span.End) - ordered[0].Start).TotalMilliseconds,
            ordered.Count,
            ordered.Count(static span => span.IsError),
            calls.Count,
            calls.Sum(static span => Number(span, "gen_ai.usage.input_tokens")),
            calls.Sum(static span => Number(span, "gen_ai.usage.output_tokens")),
            ordered.Select(static span => span.Attributes.GetValueOrDefault("mact.question.id")).FirstOrDefault(static id => id is not null));
    }

    private static long Number(OtlpSpan span, string attribute) =>
        long.TryParse(span.Attributes.GetValueOrDefault(attribute), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
