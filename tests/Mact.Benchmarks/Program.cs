using BenchmarkDotNet.Running;
using Mact.Benchmarks.Engine;
using Mact.Benchmarks.Queueing;
using Mact.Benchmarks.Sampling;

// The first argument says what is measured; all else is BenchmarkDotNet's.
switch (args)
{
    case ["engine", ..]:
        return await EngineBenchmark.RunAsync(CancellationToken.None);
    case ["queue", ..]:
        await QueueBenchmark.RunAsync(CancellationToken.None);
        return 0;
    case ["sampling", ..]:
        await SamplingBenchmark.RunAsync(CancellationToken.None);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmark).Assembly).Run(args);
        return 0;
}
