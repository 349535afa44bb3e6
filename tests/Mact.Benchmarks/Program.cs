using BenchmarkDotNet.Running;
using Mact.Benchmarks.Engine;

// The first argument says what is measured; all else is BenchmarkDotNet's.
switch (args)
{
    case ["engine", ..]:
        return await EngineBenchmark.RunAsync(CancellationToken.None);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmark).Assembly).Run(args);
        return 0;
}
