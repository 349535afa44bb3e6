using BenchmarkDotNet.Running;
using Mact.Benchmarks.Sampling;

// The first argument says what is measured; all else is BenchmarkDotNet's.
switch (args)
{
    case ["sampling", ..]:
        await SamplingBenchmark.RunAsync(CancellationToken.None);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SamplingBenchmark).Assembly).Run(args);
        break;
}
