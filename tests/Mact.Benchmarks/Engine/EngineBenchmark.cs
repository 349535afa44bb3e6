using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Mact.Core.Tables;

namespace Mact.Benchmarks.Engine;

/// <summary>
/// What the engine takes of a question beside the model: prompts, parsing, SQL, votes, records. The model answers at once; the process
/// is held to one core where the system allows it.
/// </summary>
internal static class EngineBenchmark
{
    private const int WarmUp = 300;
    private const int Runs = 500;
    private const double GoalMs = 15;
    private const int GoalBytes = 150_000;

    /// <summary>Writes the figures as Markdown. The result is 1 where a goal is missed, else 0.</summary>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var process = Process.GetCurrentProcess();
            process.ProcessorAffinity = 1;
        }

        using var engine = new EngineRun();
        var memory = await MeasureInMemoryAsync(engine, cancellationToken);
        var redis = await MeasureOnRedisAsync(engine, cancellationToken);

        Console.WriteLine(
            $"Four tool steps and a Finish, n = 5, a table of {EngineQuestion.Table.RowCount} rows and {EngineQuestion.Table.Columns.Count} "
                + $"columns, one core, {Runs} runs after {WarmUp}.");
        Console.WriteLine();
        Console.WriteLine("| records | p50 ms | p95 ms | min ms | processor ms | allocated |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Console.WriteLine(memory);
        Console.WriteLine(redis);
        Console.WriteLine();
        var stored = await SizesAsync(engine, cancellationToken);
        Console.WriteLine();
        var met = memory.Median < GoalMs && stored <= GoalBytes;
        Console.WriteLine($"Goals (in memory under {GoalMs} ms at p50, at most {GoalBytes / 1_000} kB stored): {(met ? "met" : "MISSED")}.");
        return met ? 0 : 1;
    }

    private static async Task<Measurement> MeasureInMemoryAsync(EngineRun engine, CancellationToken cancellationToken)
    {
        var lease = MemoryLease();
        return await MeasureAsync("in memory", async clock =>
        {
            var journal = new TransientJournal();
            clock.Restart();
            await engine.RunAsync(lease, journal, cancellationToken);
            clock.Stop();
        });
    }

    private static async Task<Measurement> MeasureOnRedisAsync(EngineRun engine, CancellationToken cancellationToken)
    {
        await using var redis = new RedisRuns();
        return await MeasureAsync("Redis journal (Garnet in the same process, on the same core)", async clock =>
        {
            var (lease, journal) = await redis.ClaimAsync(cancellationToken);
            clock.Restart();
            await engine.RunAsync(lease, journal, cancellationToken);
            clock.Stop();
            await redis.SettleAsync(lease, cancellationToken);
        });
    }

    private static async Task<Measurement> MeasureAsync(string name, Func<Stopwatch, Task> run)
    {
        var clock = new Stopwatch();
        for (var i = 0; i < WarmUp; i++)
        {
            await run(clock);
        }

        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var times = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            await run(clock);
            times[i] = clock.Elapsed.TotalMilliseconds;
        }

        return new(
            name, times, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / Runs, (double)(
                GC.GetTotalAllocatedBytes(precise: true) - allocated) / Runs);
    }

    /// <summary>Writes what one run leaves behind; the result is the bytes stored.</summary>
    private static async Task<int> SizesAsync(EngineRun engine, CancellationToken cancellationToken)
    {
        var journal = new TransientJournal();
        await engine.RunAsync(MemoryLease(), journal, cancellationToken);
        var json = journal.Records.Sum(record => JsonSerializer.SerializeToUtf8Bytes(record, MactJson.Default.RunRecord).Length);
        var records = journal.Records.Sum(record => Packed.Json(record, MactJson.Default.RunRecord).Length);
        var texts = journal.Parts.Values.Sum(Encoding.UTF8.GetByteCount);
        var parts = journal.Parts.Values.Sum(text => Packed.Text(text).Length);
        Console.WriteLine("| what is stored | items | bytes as text | bytes stored |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine($"| records | {journal.Records.Count} | {json} | {records} |");
        Console.WriteLine($"| prompt parts, each once | {journal.Parts.Count} | {texts} | {parts} |");
        Console.WriteLine($"| all | {journal.Records.Count + journal.Parts.Count} | {json + texts} | {records + parts} |");
        return records + parts;
    }

    private static Lease MemoryLease() => new(EngineQuestion.Of("q1", TableId.Of(EngineQuestion.Table)), 1, TimeSpan.Zero);
}

/// <summary>Times of many runs of one thing.</summary>
/// <param name="Name">What was run.</param>
/// <param name="Milliseconds">One for each run.</param>
/// <param name="ProcessorMs">Processor time of all threads, a mean over the runs: what does not depend on who else uses the machine.</param>
/// <param name="AllocatedBytes">Of all threads, a mean over the runs.</param>
internal sealed record Measurement(string Name, IReadOnlyList<double> Milliseconds, double ProcessorMs, double AllocatedBytes)
{
    private readonly Percentiles _times = Percentiles.Of(Milliseconds);

    /// <summary>The median.</summary>
    public double Median => _times.P50;

    /// <summary>A row of a Markdown table.</summary>
    public override string ToString() =>
        $"| {Name} | {Median:0.00} | {_times.P95:0.00} | {Milliseconds.Min():0.00} | {ProcessorMs:0.00} | {AllocatedBytes / 1024:0} kB |";
}
