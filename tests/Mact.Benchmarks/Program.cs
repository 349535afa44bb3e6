using BenchmarkDotNet.Running;
using Mact.Benchmarks.Queueing;
using Mact.Benchmarks.Sampling;

// The first argument says what is measured; all else is BenchmarkDotNet's.
switch (args)
{
    case ["queue", ..]:
        await QueueBenchmark.RunAsync(CancellationToken.None);
        break;
    case ["sampling", ..]:
        await SamplingBenchmark.RunAsync(CancellationToken.None);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(QueueBenchmark).Assembly).Run(args);
        break;
}
