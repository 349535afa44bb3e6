using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mact.Core.Queueing;
using Mact.ServiceDefaults.Telemetry;

namespace Mact.Worker.Telemetry;

/// <summary>The worker's activity source and meter, and the buckets of its histograms.</summary>
public static class WorkerTelemetry
{
    /// <summary>Name of the source and the meter.</summary>
    public const string Name = "Mact.Worker";

    /// <summary>Name of the span of one attempt.</summary>
    public const string ProcessSpan = "questions process";

    /// <summary>Spans of the worker.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Bucket boundaries of waiting in the queue and of a question's work, in seconds: a free worker to an hour of a cold model.</summary>
    public static IReadOnlyList<double> QueueBuckets { get; } =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

    /// <summary>Bucket boundaries of a vote's margin: tenths.</summary>
    public static IReadOnlyList<double> ShareBuckets { get; } = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    /// <summary>
    /// The span of one attempt, by OpenTelemetry's messaging conventions: it continues the trace of the request that submitted the question.
    /// A question of an evaluation has none and begins its own.
    /// </summary>
    internal static Activity? StartProcess(Lease lease)
    {
        var parent = ActivityContext.TryParse(lease.Question.TraceParent, lease.Question.TraceState, isRemote: true, out var click) ? click : default;
        var name = parent == default ? QuestionTrace.Name(lease.Question.Text) : ProcessSpan;
        return Source.StartActivity(name, ActivityKind.Consumer, parent)
            ?.SetTag("messaging.system", "redis")
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.operation.name", "process")
            .SetTag("messaging.destination.name", "questions")
            .SetTag("messaging.message.id", lease.Question.Id)
            .SetTag("mact.attempt", lease.Attempt);
    }
}

/// <summary>Figures of the queue as this worker sees it. The gauges show the last heartbeat's snapshot and never ask the store themselves.</summary>
internal sealed class PumpMetrics
{
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _process;
    private readonly Counter<long> _attempts;
    private volatile QueueSnapshot? _snapshot;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Makes the meter.</param>
    /// <param name="running">Tells how many questions are in work here.</param>
    public PumpMetrics(IMeterFactory meters, Func<int> running)
    {
        var meter = meters.Create(WorkerTelemetry.Name);
        var buckets = new InstrumentAdvice<double> { HistogramBucketBoundaries = WorkerTelemetry.QueueBuckets };
        _wait = meter.CreateHistogram("mact.queue.wait", "s", "From submission, or from when it was due again, to the claim.", tags: null, buckets);
        _process = meter.CreateHistogram("mact.question.process", "s", "From the claim to its settlement.", tags: null, buckets);
        _attempts = meter.CreateCounter<long>("mact.question.attempts", "{attempt}", "Attempts by how they ended.");
        meter.CreateObservableGauge("mact.question.running", () => running(), "{question}", "Questions in work here.");
        meter.CreateObservableGauge("mact.queue.depth", Depth, "{question}", "Questions in the queue, by state.");
    }

    public QueueSnapshot? Snapshot
    {
        get => _snapshot;
        set => _snapshot = value;
    }

    public void Claimed(Lease lease) => _wait.Record(lease.QueueWait.TotalSeconds);

    public void Settled(string ending, TimeSpan elapsed)
    {
        var tags = new TagList { { "mact.ending", ending } };
        _attempts.Add(1, tags);
        _process.Record(elapsed.TotalSeconds, tags);
    }

    private Measurement<long>[] Depth() => _snapshot is not { } seen
        ? []
        : [In("ready", seen.Ready), In("delayed", seen.Delayed), In("leased", seen.Leased), In("dead", seen.Dead)];

    private static Measurement<long> In(string state, long count) => new(count, KeyValuePair.Create<string, object?>("mact.queue.state", state));
}
