using System.Diagnostics;
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
