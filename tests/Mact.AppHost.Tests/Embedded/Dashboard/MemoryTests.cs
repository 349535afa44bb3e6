using System.Globalization;
using Mact.AppHost.Embedded.Dashboard.Logs;
using Mact.AppHost.Embedded.Dashboard.Traces;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

/// <summary>The stores at their default bounds leave room under the 300 MB that the AppHost may take.</summary>
public sealed class MemoryTests
{
    private const long Bound = 200_000_000;

    /// <summary>Questions with captured prompts: far more text than is kept.</summary>
    [Fact]
    public void A_thousand_traces_with_prompts_and_a_hundred_thousand_log_lines_stay_within_the_bound()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var traces = new TraceStore();
        var logs = new LogStore(TimeProvider.System);

        for (var i = 0; i < 1_000; i++)
        {
            var trace = Text(i);
            traces.Add([Spans.Span(trace, "root"), .. Enumerable.Range(0, 12).Select(call => Spans.Chat(trace, Text(call), "root", content: new string((char)('a' + call), 10_000)))]);
        }

        for (var i = 0; i < 100_000; i++)
        {
            logs.Add($"service-{i % 5}", $"info: Mact.Worker.Models.SamplingClient[305] line {Text(i)} with about as many words as such lines have");
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(Bound);
        traces.Count.ShouldBeGreaterThan(100);
        logs.Read("service-4", 0, "line 99999 ", 10).Lines.ShouldHaveSingleItem();
        GC.KeepAlive(traces);
        GC.KeepAlive(logs);
    }

    [Fact]
    public void A_thousand_ordinary_traces_are_all_kept()
    {
        var traces = new TraceStore();

        for (var i = 0; i < 1_000; i++)
        {
            traces.Add([Spans.Span(Text(i), "root"), .. Enumerable.Range(0, 20).Select(call => Spans.Chat(Text(i), Text(call), "root"))]);
        }

        traces.Count.ShouldBe(1_000);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
