using Mact.Benchmarks.Engine;
using Mact.Benchmarks.Local;
using Mact.Benchmarks.Queueing;
using Mact.Benchmarks.Recorded;
using Mact.Benchmarks.Sampling;

switch (args)
{
    case ["engine", ..]:
        return await EngineBenchmark.RunAsync(CancellationToken.None);
    case ["local", var model]:
        return await LocalModelBenchmark.RunAsync(model, CancellationToken.None);
    case ["queue", ..]:
        await QueueBenchmark.RunAsync(CancellationToken.None);
        return 0;
    case ["replies", var folder, var data]:
        await RepliesBenchmark.RunAsync(folder, data, CancellationToken.None);
        return 0;
    case ["requests", ..]:
        return await RequestsPerQuestion.RunAsync(CancellationToken.None);
    case ["tables", .. var files]:
        await LoadBenchmark.RunAsync(files is [var file, ..] ? file : null, CancellationToken.None);
        return 0;
    case ["sampling", ..]:
        await SamplingBenchmark.RunAsync(CancellationToken.None);
        return 0;
    default:
        Console.Error.WriteLine("Say what is measured: engine, local FILE.gguf, queue, replies FOLDER DATASET, requests, sampling or tables.");
        return 1;
}
