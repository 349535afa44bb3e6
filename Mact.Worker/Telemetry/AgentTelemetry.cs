using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mact.Worker.Telemetry;

/// <summary>Spans and metrics of the agent: one span for each decision. Neither carries prompts, cells or answers.</summary>
internal static class AgentTelemetry
{
    private static readonly ActivitySource Source = WorkerTelemetry.Source;
    private static readonly Meter Meter = new(WorkerTelemetry.Name);

    private static readonly Histogram<double> VoteMargin = Meter.CreateHistogram(
        "mact.vote.margin",
        unit: "1",
        description: "Weight of the winner minus that of the next, as a share of all weight.",
        tags: null,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = WorkerTelemetry.ShareBuckets });

    private static readonly Counter<long> Shortcuts = Meter.CreateCounter<long>(
        "mact.shortcut", "{question}", "Questions by what became of the shortcut: confirmed, trusted, contradicted, noAgreement.");

    private static readonly Counter<long> Programs = Meter.CreateCounter<long>(
        "mact.program", "{program}", "Programs of the coder by status.");

    private static readonly Counter<long> Plans = Meter.CreateCounter<long>(
        "mact.plan", "{plan}", "Plans by what the parser found.");

    private static readonly Counter<long> Questions = Meter.CreateCounter<long>(
        "mact.question", "{question}", "Questions answered by a run, by status and strategy.");

    public static Activity? StartAgent(Question question)
    {
        // The trace began with the click; it reaches the worker with the question.
        var parent = ActivityContext.TryParse(question.TraceParent, question.TraceState, isRemote: true, out var sent) ? sent : default;
        return Source.StartActivity($"{GenAiConventions.InvokeAgent} mact", ActivityKind.Internal, Activity.Current?.Context ?? parent)?
            .SetTag(GenAiConventions.OperationName, GenAiConventions.InvokeAgent)
            .SetTag(GenAiConventions.AgentName, "mact")
            .SetTag("mact.question.id", question.Id)
            .SetTag("mact.strategy", question.Options.Strategy.ToString());
    }

    public static Activity? StartPlan(int step, int turn) => Source.StartActivity("plan")?.SetTag("mact.step", step).SetTag("mact.turn", turn);

    public static Activity? StartTool(string tool, int step) => Source.StartActivity($"{GenAiConventions.ExecuteTool} {tool}")?
        .SetTag(GenAiConventions.OperationName, GenAiConventions.ExecuteTool)
        .SetTag(GenAiConventions.ToolName, tool)
        .SetTag("mact.step", step);

    public static Activity? StartVote(string kind, int step) => Source.StartActivity($"vote {kind}")?.SetTag("mact.step", step);

    public static void Voted(Activity? activity, string kind, double margin)
    {
        activity?.SetTag("mact.vote.margin", margin);
        VoteMargin.Record(margin, new KeyValuePair<string, object?>("mact.vote.kind", kind));
    }

    public static void ShortcutDecided(string result) => Shortcuts.Add(1, new KeyValuePair<string, object?>("mact.shortcut.result", result));

    public static void ProgramsRun(IReadOnlyList<ToolSample> samples)
    {
        foreach (var group in samples.GroupBy(sample => sample.Status))
        {
            Programs.Add(group.Count(), new KeyValuePair<string, object?>("mact.program.status", group.Key.ToString()));
        }
    }

    public static void PlansRead(IReadOnlyList<PlanSample> samples)
    {
        foreach (var group in samples.GroupBy(sample => sample.Status))
        {
            Plans.Add(group.Count(), new KeyValuePair<string, object?>("mact.plan.status", group.Key.ToString()));
        }
    }

    public static void Ended(Activity? activity, Question question, Outcome outcome)
    {
        activity?.SetTag("mact.status", outcome.Status.ToString());
        if (outcome is Outcome.Failed failed)
        {
            activity?.SetTag(GenAiConventions.ErrorType, failed.Error.Code).SetStatus(ActivityStatusCode.Error, failed.Error.Message);
        }

        Questions.Add(
            1,
            new KeyValuePair<string, object?>("mact.status", outcome.Status.ToString()),
            new KeyValuePair<string, object?>("mact.strategy", question.Options.Strategy.ToString()));
    }
}
