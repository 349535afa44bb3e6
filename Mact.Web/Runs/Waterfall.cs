using Mact.Core.Runs;

namespace Mact.Web.Runs;

/// <summary>Everything timed in a run, on one scale.</summary>
/// <param name="TotalMs">The width of the scale.</param>
/// <param name="Bars">In order of start.</param>
public sealed record Waterfall(double TotalMs, IReadOnlyList<WaterfallBar> Bars)
{
    /// <summary>From submission to the last thing timed.</summary>
    public static Waterfall Of(RunTimeline run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Question is not { } question)
        {
            return new(0, []);
        }

        var start = question.SubmittedAt;
        var bars = new List<WaterfallBar>();
        bars.AddRange(run.Incidents.OfType<AttemptStarted>().Select(started => Bar(
            "Queue", "queue", Math.Max(0, Since(start, started.At) - started.QueueWaitMs), started.QueueWaitMs)));
        bars.AddRange(run.Incidents.OfType<ModelResumed>().Select(resumed => Bar(
            "Wait for model", "wait", Math.Max(0, Since(start, resumed.At) - resumed.WaitedMs), resumed.WaitedMs)));
        bars.AddRange(run.Calls.Select(call => Bar(
            $"{SampleWords.Of(call.Purpose)} · step {call.Step}", SampleWords.Role(call.Purpose) == "Coder" ? "coder" : "planner", Since(start, call.StartedAt), call.DurationMs)));
        bars.AddRange(run.Executions.Select(execution => Bar(
            $"{ToolName(execution.Tool)} · step {execution.Step}", "tool", Since(start, execution.StartedAt), execution.DurationMs)));
        var ordered = bars.OrderBy(static bar => bar.StartMs).ThenByDescending(static bar => bar.DurationMs).ToList();
        var end = ordered.Count == 0 ? 0 : ordered.Max(static bar => bar.StartMs + bar.DurationMs);
        return new(Math.Max(end, run.ElapsedMs ?? 0), ordered);
    }

    private static WaterfallBar Bar(string label, string kind, double start, double duration) => new(label, kind, Math.Max(0, start), duration);

    private static double Since(DateTimeOffset start, DateTimeOffset at) => (at - start).TotalMilliseconds;

    private static string ToolName(string tool) => tool switch
    {
        "sql" => "Run SQL",
        "calculator" => "Calculate",
        "search" => "Search",
        "lookup" => "Look up",
        _ => tool,
    };
}
