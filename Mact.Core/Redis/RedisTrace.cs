using System.Diagnostics;

namespace Mact.Core.Redis;

/// <summary>
/// Redis in traces: a question takes dozens of commands, so only what a reader wants to know of becomes a span, namely a command that was
/// slow or failed, and only within a trace that somebody began: an idle queue leaves none.
/// </summary>
internal static class RedisTrace
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "Mact.Redis";

    /// <summary>A command that took longer is a span.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Tells of a command that has ended.</summary>
    /// <param name="operation">Who asked Redis, by the method's name: ClaimAsync, AppendAsync, …</param>
    /// <param name="endedAt">In UTC.</param>
    /// <param name="elapsed">From the call to its reply.</param>
    /// <param name="error">Why it failed; null where it did not.</param>
    public static void Ended(string operation, DateTimeOffset endedAt, TimeSpan elapsed, Exception? error)
    {
        if (Activity.Current is not { } parent || (error is null && elapsed <= Slow))
        {
            return;
        }

        operation = operation.EndsWith("Async", StringComparison.Ordinal) ? operation[..^5] : operation;
        KeyValuePair<string, object?>[] tags = [new("db.system.name", "redis"), new("db.operation.name", operation)];
        using var span = Source.StartActivity($"redis {operation}", ActivityKind.Client, parent.Context, tags, links: null, endedAt - elapsed);
        span?.SetEndTime(endedAt.UtcDateTime);
        if (error is not null)
        {
            span?.SetTag("error.type", error.GetType().FullName).SetStatus(ActivityStatusCode.Error, error.Message);
        }
    }
}
