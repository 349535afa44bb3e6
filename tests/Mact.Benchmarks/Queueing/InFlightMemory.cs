using Mact.Benchmarks.Stack;

namespace Mact.Benchmarks.Queueing;

/// <summary>What a question in flight costs one worker in memory.</summary>
internal static class InFlightMemory
{
    public const int ModelSeconds = 5;

    private const int Target = 1000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

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
        var before = await cluster.Workers[0].WorkingSetAsync(cancellationToken);

        // More than fit, so that the slots stay full while the last ones are claimed.
        await submissions.AskManyAsync(Target * 3 / 2, 16, cancellationToken);
        long most = 0;
        long peak = 0;
        while (await submissions.QueueAsync(cancellationToken) is var queue && queue.Ready + queue.Leased > 0)
        {
            most = Math.Max(most, queue.Leased);
            peak = Math.Max(peak, await cluster.Workers[0].WorkingSetAsync(cancellationToken));
            await Task.Delay(Poll, cancellationToken);
        }

        return new MemoryUse(most, before, peak);
    }
}
