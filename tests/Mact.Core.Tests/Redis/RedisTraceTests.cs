using System.Collections.Concurrent;
using System.Diagnostics;
using Mact.Core.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>A command of Redis is a span only where it was slow or failed, and only within a trace.</summary>
public sealed class RedisTraceTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public RedisTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == RedisTrace.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void A_quick_command_is_no_span(int milliseconds) => Spans(milliseconds, error: null).ShouldBeEmpty();

    [Fact]
    public void A_slow_command_is_a_span_of_the_time_that_it_took()
    {
        var span = Spans(51, error: null).ShouldHaveSingleItem();

        span.DisplayName.ShouldBe("redis Claim");
        span.Kind.ShouldBe(ActivityKind.Client);
        span.StartTimeUtc.ShouldBe(Now.UtcDateTime.AddMilliseconds(-51));
        span.Duration.ShouldBe(TimeSpan.FromMilliseconds(51));
        span.Status.ShouldBe(ActivityStatusCode.Unset);
        span.GetTagItem("db.system.name").ShouldBe("redis");
        span.GetTagItem("db.operation.name").ShouldBe("Claim");
    }

    [Fact]
    public void A_failed_command_is_a_span_however_quick_it_was()
    {
        var span = Spans(0, new TimeoutException("no answer")).ShouldHaveSingleItem();

        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.StatusDescription.ShouldBe("no answer");
        span.GetTagItem("error.type").ShouldBe(typeof(TimeoutException).FullName);
    }

    [Fact]
    public async Task Outside_of_a_trace_nothing_is_a_span()
    {
        var before = _ended.Count;

        await Task.Run(static () =>
        {
            Activity.Current = null;
            RedisTrace.Ended("InspectAsync", Now, TimeSpan.FromSeconds(5), new TimeoutException());
        }, TestContext.Current.CancellationToken);

        _ended.Skip(before).ShouldNotContain(static span => span.DisplayName == "redis Inspect" && span.ParentSpanId == default);
    }

    private List<Activity> Spans(int milliseconds, Exception? error)
    {
        using var parent = new Activity("question").Start();
        RedisTrace.Ended("ClaimAsync", Now, TimeSpan.FromMilliseconds(milliseconds), error);
        return [.. _ended.Where(span => span.TraceId == parent.TraceId)];
    }
}
