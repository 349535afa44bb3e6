using System.Diagnostics;
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
