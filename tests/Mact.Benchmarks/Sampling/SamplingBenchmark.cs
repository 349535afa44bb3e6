namespace Mact.Benchmarks.Sampling;

/// <summary><c>sampling</c>: what n in one request is worth, and what the client costs. Latencies are simulated by the stand-in; only ratios within
/// one run count.</summary>
internal static class SamplingBenchmark
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await BatchComparison.RunAsync(cancellationToken);
        await ClientOverhead.RunAsync(cancellationToken);
    }
}
