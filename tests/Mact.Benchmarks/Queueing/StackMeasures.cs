using System.Diagnostics;
using System.Runtime.CompilerServices;
using Mact.Benchmarks.Stack;

namespace Mact.Benchmarks.Queueing;

/// <summary>How many questions per second one Api accepts over HTTP.</summary>
internal static class AcceptThroughput
{
    public const int Clients = 16;

    private const int Questions = 1000;
    private const int WarmUp = 200;

    public static async Task<double> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(new() { Workers = 0, Services = Variables.Services() }, cancellationToken);
        using var submissions = await Submissions.OpenAsync(cluster.Apis[0].Address, warmUp: false, cancellationToken);
        await submissions.AskManyAsync(WarmUp, Clients, cancellationToken);
        var clock = Stopwatch.StartNew();
        await submissions.AskManyAsync(Questions, Clients, cancellationToken);
        return Questions / clock.Elapsed.TotalSeconds;
    }
}

/// <summary>From just before the POST to the worker's first record, on a system with nothing else to do.</summary>
internal static class FirstRecordLatency
{
    public const int Questions = 100;

    /// <summary>Milliseconds.</summary>
    public static async Task<Percentiles> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(new() { Services = Variables.Services() }, cancellationToken);
        using var submissions = await Submissions.OpenAsync(cluster.Apis[0].Address, warmUp: true, cancellationToken);
        List<double> waits = [];
        for (var i = 0; i < Questions; i++)
        {
            // One clock for both: all processes are on this machine.
            var before = TimeProvider.System.GetUtcNow();
            var id = await submissions.AskAsync(cancellationToken);
            waits.Add((await submissions.StartedAsync(id, cancellationToken) - before).TotalMilliseconds);
            await submissions.UntilUnfinishedAsync(0, cancellationToken);
        }

        return Percentiles.Of(waits);
    }
}

/// <summary>What a question in flight costs one worker in memory.</summary>
internal static class InFlightMemory
{
    public const int ModelSeconds = 5;

    private const int Target = 1000;

    public static async Task<MemoryUse> MeasureAsync(CancellationToken cancellationToken)
    {
        var services = Variables.Services(
            ("Worker__Concurrency", "1000"),
            ("Models__Concurrency", "1000"),
            ("Queue__LeaseTime", "00:02:00"));
        await using var cluster = await Cluster
            .StartAsync(new() { Services = services, Delay = static _ => TimeSpan.FromSeconds(5) }, cancellationToken);
        using var submissions = await Submissions.OpenAsync(cluster.Apis[0].Address, warmUp: false, cancellationToken);

        // Loaded and compiled before it is measured.
        await submissions.AskManyAsync(20, 8, cancellationToken);
        await submissions.UntilUnfinishedAsync(0, cancellationToken);
        var before = (await cluster.Workers[0].WorkingSetAsync(cancellationToken)).Now;

        // More than fit, so that the slots stay full while the last ones are claimed.
        await submissions.AskManyAsync(Target * 3 / 2, 16, cancellationToken);
        long max = 0;
        long peak = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                var queue = await submissions.QueueAsync(cancellationToken);
                max = Math.Max(max, queue.Leased);
                peak = Math.Max(peak, (await cluster.Workers[0].WorkingSetAsync(cancellationToken)).Now);
                return queue.Ready + queue.Delayed + queue.Leased == 0;
            },
            bound: TimeSpan.FromMinutes(15));

        return new MemoryUse(max, before, peak);
    }
}

/// <summary>Working sets of a worker.</summary>
/// <param name="InFlight">The most questions claimed at once.</param>
/// <param name="Before">Bytes while idle.</param>
/// <param name="Peak">The most bytes seen.</param>
internal sealed record MemoryUse(long InFlight, long Before, long Peak)
{
    public double PerQuestion => InFlight == 0 ? 0 : (Peak - Before) / (double)InFlight;
}

/// <summary>What further workers bring, where slots and the model's time are what limits one.</summary>
internal static class WorkerGrowth
{
    public const int Questions = 240;
    public const int Slots = 8;
    public const double ModelSeconds = 1;

    /// <summary>The stand-in answers this question with one plan and one program.</summary>
    public const int CallsPerQuestion = 2;

    public static async IAsyncEnumerable<(int Workers, double PerSecond)> MeasureAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var workers in new[] { 1, 2, 4 })
        {
            await using var cluster = await Cluster.StartAsync(
                new() { Workers = workers, Services = Variables.Services(("Worker__Concurrency", "8")), Delay = static _ => TimeSpan.FromSeconds(1) },
                cancellationToken);
            using var submissions = await Submissions.OpenAsync(cluster.Apis[0].Address, warmUp: false, cancellationToken);

            // Every worker loads what it needs.
            await submissions.AskManyAsync(workers * Slots * 2, 8, cancellationToken);
            await submissions.UntilUnfinishedAsync(0, cancellationToken);
            var clock = Stopwatch.StartNew();
            await submissions.AskManyAsync(Questions, 8, cancellationToken);
            await submissions.UntilUnfinishedAsync(0, cancellationToken);
            yield return (workers, Questions / clock.Elapsed.TotalSeconds);
        }
    }
}

/// <summary>Environment variables of the measured processes.</summary>
internal static class Variables
{
    /// <summary>Limits out of the way, and quiet logs.</summary>
    public static Dictionary<string, string> Services(params ReadOnlySpan<(string Name, string Value)> more)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Queue__MaxQueued"] = "1000000",
            ["Queue__MaxPerClient"] = "1000000",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        return variables;
    }
}
