using Mact.Benchmarks.Stack;

namespace Mact.Benchmarks.Queueing;

/// <summary>From just before the POST to the worker's first record, on a system with nothing else to do.</summary>
internal static class FirstRecordLatency
{
    private const int Questions = 100;

    /// <summary>Milliseconds, ascending.</summary>
    public static async Task<IReadOnlyList<double>> MeasureAsync(CancellationToken cancellationToken)
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

        waits.Sort();
        return waits;
    }

    /// <summary>The nearest rank.</summary>
    public static double Percentile(IReadOnlyList<double> ascending, double share) =>
        ascending[Math.Clamp((int)Math.Ceiling(share * ascending.Count) - 1, 0, ascending.Count - 1)];
}
