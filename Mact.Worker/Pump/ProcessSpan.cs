using System.Diagnostics;
using Mact.Core.Queueing;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Pump;

/// <summary>The span of one attempt: it continues the trace of the request that submitted the question (OpenTelemetry messaging conventions).</summary>
internal static class ProcessSpan
{
    public const string Name = "questions process";

    public static Activity? Start(Lease lease)
    {
        var parent = ActivityContext.TryParse(lease.Question.TraceParent, lease.Question.TraceState, isRemote: true, out var click) ? click : default;
        return WorkerTelemetry.Source.StartActivity(Name, ActivityKind.Consumer, parent)
            ?.SetTag("messaging.system", "redis")
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.operation.name", "process")
            .SetTag("messaging.destination.name", "questions")
            .SetTag("messaging.message.id", lease.Question.Id)
            .SetTag("mact.attempt", lease.Attempt);
    }
}
