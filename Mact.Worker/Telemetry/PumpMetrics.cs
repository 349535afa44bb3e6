using System.Diagnostics;
using System.Diagnostics.Metrics;
using Mact.Core.Queueing;

namespace Mact.Worker.Telemetry;

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
