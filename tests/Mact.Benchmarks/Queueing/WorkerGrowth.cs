using System.Diagnostics;
using System.Runtime.CompilerServices;
using Mact.Benchmarks.Stack;

namespace Mact.Benchmarks.Queueing;

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
