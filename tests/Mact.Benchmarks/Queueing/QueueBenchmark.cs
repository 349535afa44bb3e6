namespace Mact.Benchmarks.Queueing;

/// <summary>
/// Measures the queue with real processes on this machine and prints what it found:
/// <c>dotnet run -c Release --project tests/Mact.Benchmarks -- queue</c>.
/// </summary>
internal static class QueueBenchmark
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Print($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, everything on this machine: load, services, Redis, model stand-in.");

        Heading($"Claim and settle, {ClaimThroughput.Connections} connections");
        await foreach (var (server, perSecond) in ClaimThroughput.MeasureAsync(cancellationToken))
        {
            Print($"{server,-44} {perSecond,8:0} questions/s");
        }

        Heading("Accepted through one Api");
        Print($"{await AcceptThroughput.MeasureAsync(cancellationToken),8:0} questions/s, {AcceptThroughput.Clients} clients, no worker");

        Heading("POST to the worker's first record, idle system");
        var waits = await FirstRecordLatency.MeasureAsync(cancellationToken);
        Print($"p50 {waits.P50:0.0} ms, p99 {waits.P99:0.0} ms, {FirstRecordLatency.Questions} questions one after the other");

        Heading($"Memory of one worker, model answers after {InFlightMemory.ModelSeconds} s");
        var memory = await InFlightMemory.MeasureAsync(cancellationToken);
        Print($"{memory.InFlight} questions in flight: working set {memory.Peak / 1048576.0:0} MiB, before {memory.Before / 1048576.0:0} MiB");
        Print($"{memory.PerQuestion / 1024.0:0} KiB per question");

        Heading(
            $"Growth: {WorkerGrowth.Questions} questions, {WorkerGrowth.Slots} slots per worker, model answers after {WorkerGrowth.ModelSeconds} s");
        var first = 0.0;
        await foreach (var (workers, perSecond) in WorkerGrowth.MeasureAsync(cancellationToken))
        {
            first = first > 0 ? first : perSecond;
            var limit = workers * WorkerGrowth.Slots / (WorkerGrowth.ModelSeconds * WorkerGrowth.CallsPerQuestion);
            Print($"{workers} workers: {perSecond,6:0.0} questions/s, {perSecond / first:0.00} times one worker; slots and model allow {limit:0.0}");
        }
    }

    private static void Heading(string text) => Console.WriteLine($"\n{text}");

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString());
}
