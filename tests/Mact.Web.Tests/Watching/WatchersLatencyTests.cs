using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Bunit;
using Mact.Core.Runs;
using Mact.Web.Tests.Components;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Watching;

/// <summary>From a record on the wire to the rendered page, with many run pages on one process.</summary>
public sealed class WatchersLatencyTests(ITestOutputHelper output) : PageTestBase
{
    [Fact]
    public async Task Records_reach_the_pages_of_two_hundred_watchers()
    {
        var isLong = Environment.GetEnvironmentVariable("MACT_LONG") == "1";
        var watchers = isLong ? 200 : 20;
        const int questions = 20;
        for (var i = 0; i < questions; i++)
        {
            Api.Runs[Id(i)] = RecordedRuns.Started;
            Api.Live[Id(i)] = Channel.CreateUnbounded<StoredRecord>();
        }

        var pages = Enumerable.Range(0, watchers)
            .Select(number => Render<Web.Components.Pages.Run>(parameters => parameters.Add(static run => run.Id, Id(number % questions))))
            .ToList();
        foreach (var page in pages)
        {
            page.WaitForAssertion(() => page.Find(".badge").TextContent.ShouldBe("Running"), Patience);
        }

        var latencies = new ConcurrentBag<double>();
        for (var round = 0; round < 5; round++)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"The model is starting, round {round}");
            var sent = Stopwatch.GetTimestamp();
            var seen = pages.Select(page => SeenAsync(page, message, sent, latencies)).ToList();
            for (var i = 0; i < questions; i++)
            {
                await Api.Live[Id(i)].Writer.WriteAsync(
                    new(3 + round, new ModelWaiting("planner", "starting", message, round) { Key = $"wait/{round}", At = RecordedRuns.Start, Attempt = 1 }),
                    Xunit.TestContext.Current.CancellationToken);
            }

            await Task.WhenAll(seen).WaitAsync(Patience, Xunit.TestContext.Current.CancellationToken);
        }

        var sorted = latencies.Order().ToArray();
        sorted.Length.ShouldBe(watchers * 5);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{watchers} watchers of {questions} questions, {sorted.Length} records seen: record to rendered page p50 {sorted[sorted.Length / 2]:0} ms, p95 {sorted[(int)(sorted.Length * 0.95) - 1]:0} ms, longest {sorted[^1]:0} ms"));
    }

    private static Task SeenAsync(IRenderedComponent<Web.Components.Pages.Run> page, string message, long sent, ConcurrentBag<double> latencies)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        page.OnMarkupUpdated += Look;
        return seen.Task;

        void Look(object? sender, EventArgs e)
        {
            if (page.Markup.Contains(message, StringComparison.Ordinal) && seen.TrySetResult())
            {
                latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                page.OnMarkupUpdated -= Look;
            }
        }
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"watched-{number:00}");
}
