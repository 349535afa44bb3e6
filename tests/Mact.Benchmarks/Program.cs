using BenchmarkDotNet.Running;
using Mact.Benchmarks.Queueing;

// The first argument says what is measured; all else is BenchmarkDotNet's.
switch (args)
{
    case ["queue", ..]:
        await QueueBenchmark.RunAsync(CancellationToken.None);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(QueueBenchmark).Assembly).Run(args);
        break;
}
