using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>Everything timed in a run, on one scale.</summary>
/// <param name="TotalMs">The width of the scale.</param>
/// <param name="Bars">In order of start.</param>
public sealed record Waterfall(double TotalMs, IReadOnlyList<WaterfallBar> Bars)
{
    /// <summary>From submission to the last thing timed.</summary>
    public static Waterfall Of(RunTimeline run, IStringLocalizer<Texts> t)
    {
        if (run.Question is not { } question)
        {
            return new(0, []);
        }

        var writer = new Writer(question.SubmittedAt, t);
        IEnumerable<WaterfallBar> bars =
        [
            .. run.Incidents.SelectMany((incident, index) => writer.OfIncident(incident, run.Incidents.ElementAtOrDefault(index + 1))),
            .. run.Calls.SelectMany(writer.OfCall),
            .. run.Executions.SelectMany(writer.OfExecution),
            .. writer.OfVotes(run),
        ];

        // A part stands below what it belongs to.
        var ordered = bars.OrderBy(static bar => bar.StartMs)
            .ThenBy(static bar => bar.IsPart)
            .ThenByDescending(static bar => bar.DurationMs)
            .ToList();
        var end = ordered.Count == 0 ? 0 : ordered.Max(static bar => bar.StartMs + bar.DurationMs);
        return new(Math.Max(end, run.ElapsedMs ?? 0), ordered);
    }

    private sealed class Writer(DateTimeOffset start, IStringLocalizer<Texts> t)
    {
        public IEnumerable<WaterfallBar> OfIncident(RunRecord incident, RunRecord? next)
        {
            switch (incident)
            {
                case AttemptStarted started:
                    yield return Ending(t["Queue"], "queue", started.At, started.QueueWaitMs);
                    break;
                case AttemptFailed { RetryAt: { } due } failed when due > failed.At:
                    yield return Bar(t["Pause before attempt {0}", failed.Attempt + 1], "wait", failed.At, (due - failed.At).TotalMilliseconds);
                    break;
                case ModelResumed resumed:
                    yield return Ending(t["Wait for model"], "wait", resumed.At, resumed.WaitedMs);
                    break;

                // Of a wait that goes on, or that the attempt did not outlast, the last record says how long it is.
                case ModelWaiting waiting when next is not (ModelWaiting or ModelResumed):
                    yield return Ending(t["Wait for model"], "wait", waiting.At, waiting.WaitedMs);
                    break;
            }
        }

        public IEnumerable<WaterfallBar> OfCall(ModelCall call)
        {
            var kind = SampleText.Role(call.Purpose) == "Coder" ? "coder" : "planner";
            yield return Bar(Step(SampleText.Of(call.Purpose, t), call.Step), kind, call.Reply.StartedAt, call.Reply.DurationMs) with
            {
                Detail =
                    $"{t.Count(call.Reply.Completions.Count, "{0} sample", "{0} samples")}, "
                        + t.Tokens(call.Reply.Usage.InputTokens + call.Reply.Usage.OutputTokens),
            };
            if (call.Reply.Tries.Count < 2 && !call.Reply.Tries.Any(static attempt => attempt.Error is not null))
            {
                yield break;
            }

            foreach (var (index, attempt) in call.Reply.Tries.Index())
            {
                var label = attempt.Error is null ? t["Request {0}", index + 1] : t["Request {0}, gave nothing", index + 1];
                yield return Bar(label, attempt.Error is null ? kind : "failed", attempt.StartedAt, attempt.DurationMs) with { IsPart = true };
            }
        }

        /// <summary>Samples run one after the other; where each begins follows from those before it.</summary>
        public IEnumerable<WaterfallBar> OfExecution(ToolResult execution)
        {
            yield return Bar(Step(SampleText.Tool(execution.Tool, t), execution.Step), "tool", execution.StartedAt, execution.DurationMs) with
            {
                Detail = t.Count(execution.Samples.Count, "{0} program", "{0} programs"),
            };
            if (execution.Tool != "sql")
            {
                yield break;
            }

            var begin = execution.StartedAt;
            foreach (var sample in execution.Samples)
            {
                yield return Bar(t["Program {0}", sample.Index + 1], sample.Group is null ? "failed" : "tool", begin, sample.ElapsedMs) with
                {
                    IsPart = true,
                    Detail = SampleText.Of(sample.Status, t),
                };
                begin += TimeSpan.FromMilliseconds(sample.ElapsedMs);
            }
        }

        /// <summary>From the end of what was weighed, or of the decision before, to the record of the decision.</summary>
        public IEnumerable<WaterfallBar> OfVotes(RunTimeline run)
        {
            var ends = run.Calls.Select(static call => call.Reply.StartedAt.AddMilliseconds(call.Reply.DurationMs))
                .Concat(run.Executions.Select(static execution => execution.StartedAt.AddMilliseconds(execution.DurationMs)))
                .Concat(run.Incidents.Select(static incident => incident.At))
                .ToList();
            foreach (var (record, label, detail) in run.Steps.SelectMany(Votes).OrderBy(static vote => vote.Record.At).ToList())
            {
                var begin = ends.Where(end => end <= record.At).DefaultIfEmpty(record.At).Max();
                ends.Add(record.At);
                yield return Bar(label, "vote", begin, (record.At - begin).TotalMilliseconds) with { Detail = detail };
            }
        }

        private IEnumerable<(RunRecord Record, string Label, string Detail)> Votes(RunStep step)
        {
            foreach (var chosen in step.Refused.Append(step.Chosen).OfType<ActionChosen>())
            {
                yield return (chosen, Step(t["Choice of the action"], step.Number), SampleText.Action(chosen.Action, t));
            }

            if (step.Observed is { } observed)
            {
                yield return (
                    observed,
                    Step(t["Vote on results"], step.Number),
                    observed.Agreement is { } agreement ? AgreementText.Short(agreement, t) : string.Empty);
            }

            foreach (var vote in step.Votes)
            {
                yield return (vote, Step(t["Vote on answers"], step.Number), AgreementText.Short(vote.Agreement, t));
            }
        }

        private string Step(string what, int step) => t["{0} · step {1}", what, step];

        private WaterfallBar Ending(string label, string kind, DateTimeOffset end, double duration) =>
            Bar(label, kind, end.AddMilliseconds(-duration), duration);

        private WaterfallBar Bar(string label, string kind, DateTimeOffset at, double duration) =>
            new(label, kind, Math.Max(0, (at - start).TotalMilliseconds), duration);
    }
}

/// <summary>One bar.</summary>
/// <param name="Label">What took place.</param>
/// <param name="Kind">queue, wait, planner, coder, tool, vote, failed.</param>
/// <param name="StartMs">After submission.</param>
/// <param name="DurationMs">How long.</param>
public sealed record WaterfallBar(string Label, string Kind, double StartMs, double DurationMs)
{
    /// <summary>It is a part of the bar above it: one request of a call, one program of an execution.</summary>
    public bool IsPart { get; init; }

    /// <summary>How many samples, how they voted; empty where there is nothing to add.</summary>
    public string Detail { get; init; } = string.Empty;
}

/// <summary>What the calls of one role used.</summary>
public sealed record RoleTotal(string Role, int Calls, int Samples, TokenUsage Usage, double DurationMs, decimal? Cost)
{
    /// <summary>The calls that are summed up.</summary>
    public IReadOnlyList<ModelCall> Summed { get; init; } = [];

    /// <summary>Requests that gave nothing and were made again.</summary>
    public int Retries => Summed.Sum(static call => call.Reply.Tries.Count(static attempt => attempt.Error is not null));

    /// <summary>One per role, in order of first call.</summary>
    public static IReadOnlyList<RoleTotal> Of(IEnumerable<ModelCall> calls) =>
    [
        .. calls.GroupBy(static call => SampleText.Role(call.Purpose), StringComparer.Ordinal).Select(static group => Sum(group.Key, [.. group])),
    ];

    /// <summary>All calls together.</summary>
    public static RoleTotal Sum(string role, IReadOnlyList<ModelCall> calls)
    {
        return new(
            role,
            calls.Count,
            calls.Sum(static call => call.Reply.Completions.Count),
            calls.Aggregate(TokenUsage.None, static (sum, call) => sum + call.Reply.Usage),
            calls.Sum(static call => call.Reply.DurationMs),
            calls.Any(static call => call.Reply.Cost is not null) ? calls.Sum(static call => call.Reply.Cost ?? 0) : null)
        {
            Summed = calls,
        };
    }
}
