using System.Diagnostics;
using System.Text;
using Mact.Benchmarks.Stack;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.Benchmarks.Engine;

/// <summary>
/// A file of 50,000 rows by 8 columns from its bytes to what a page shows of it: read, written for the store, profiled, and loaded for SQL; and the
/// same through a stack, from the upload over HTTP to the preview's rows and profile.
/// </summary>
internal static class LoadBenchmark
{
    private const int Rows = 50_000;
    private const int Rounds = 7;

    public static async Task RunAsync(string? path, CancellationToken cancellationToken)
    {
        var bytes = path is null ? Csv() : await File.ReadAllBytesAsync(path, cancellationToken);
        Console.WriteLine($"{bytes.Length / 1e6:0.00} MB; milliseconds:");
        Console.WriteLine("round   read  store  profile  upload to preview  SQL load   allocated/file  live/file");
        for (var round = 1; round <= Rounds; round++)
        {
            GC.Collect();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            var source = new SourceFile("t", "t.csv", IsJson: false, bytes);
            var reading = (await SourceReader.ReadAsync(source, new TableLimits(), TableSettings.None, cancellationToken))[0].Reading;
            var table = ((TableReading.Success)reading).Table;
            var read = Stopwatch.GetElapsedTime(start);
            var taken = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            var stored = TableText.Write(table).Length;
            var written = Stopwatch.GetElapsedTime(start);
            var columns = TableProfile.Of(table, cancellationToken).Columns.Count;
            var profiled = Stopwatch.GetElapsedTime(start);
            var live = GC.GetTotalMemory(forceFullCollection: true) - before;
            var sql = Stopwatch.GetTimestamp();
            using (SqlSandbox.Load([table], new SqlLimits(), TimeProvider.System))
            {
                var loaded = Stopwatch.GetElapsedTime(sql);
                Console.WriteLine(
                    $"{round,5} {read.TotalMilliseconds,6:0} {(written - read).TotalMilliseconds,6:0} {(profiled - written).TotalMilliseconds,8:0} "
                        + $"{profiled.TotalMilliseconds,18:0} {loaded.TotalMilliseconds,9:0} {taken / (double)bytes.Length,16:0.0} "
                        + $"{live / (double)bytes.Length,10:0.0}");
            }

            GC.KeepAlive(table);
            if (stored == 0 || columns == 0)
            {
                throw new InvalidOperationException("Nothing was read.");
            }
        }

#if DUCKDB
        await DuckDbLoad.RunAsync(bytes, Rounds, cancellationToken);
#endif
        if (path is null)
        {
            await UploadAsync(bytes, cancellationToken);
        }
    }

    private static async Task UploadAsync(byte[] csv, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(new StackShape(), cancellationToken);
        var api = cluster.Apis[0];
        using var http = new HttpClient { BaseAddress = api.Address };
        var client = new MactClient(http);

        // What the process takes when it has read a table at all is the code's, and not the file's.
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        await UploadAsync(client, "n,city\n1,Oslo\n2,Porto\n"u8.ToArray(), cancellationToken);
        var (before, _) = await api.WorkingSetAsync(cancellationToken);
        Console.WriteLine("Through Api and Redis stand-in, each process its own; milliseconds:");
        Console.WriteLine("round  upload   rows  profile  upload to preview   working set of the Api (MB)  growth/file  at most/file");
        for (var round = 1; round <= Rounds; round++)
        {
            // A table that is stored already would not be stored again.
            byte[] content = [.. csv, .. Encoding.UTF8.GetBytes($"{Rows + round},Customer,Oslo,2020-01-01,1.00,1.0%,1,Order\n")];
            var (uploaded, shown, profiled) = await UploadAsync(client, content, cancellationToken);
            var (memory, largest) = await api.WorkingSetAsync(cancellationToken);
            Console.WriteLine(
                $"{round,5} {uploaded.TotalMilliseconds,7:0} {(shown - uploaded).TotalMilliseconds,6:0} {(profiled - shown).TotalMilliseconds,8:0} "
                    + $"{profiled.TotalMilliseconds,18:0} {memory / 1e6,29:0} {(memory - before) / (double)content.Length,12:0.0} "
                    + $"{(largest - before) / (double)content.Length,13:0.0}");
        }
    }

    /// <summary>The time until it is stored, until its first rows are there, and until its profile is.</summary>
    private static async Task<(TimeSpan Uploaded, TimeSpan Shown, TimeSpan Profiled)> UploadAsync(
        MactClient client, byte[] content, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var table = Require(await client.UploadAsync("t", "t.csv", content, cancellationToken));
        var uploaded = Stopwatch.GetElapsedTime(start);
        Require(await client.ReadRowsAsync(table.Id, 0, 100, cancellationToken));
        var shown = Stopwatch.GetElapsedTime(start);
        Require(await client.ProfileAsync(new([new(table.Id, "t")]), cancellationToken));
        return (uploaded, shown, Stopwatch.GetElapsedTime(start));
    }

    private static T Require<T>(ApiResult<T> result) => result switch
    {
        ApiResult<T>.Ok { Value: var value } => value,
        ApiResult<T>.Failed { Problem: var problem } => throw new InvalidOperationException(problem.Message),
        _ => throw new InvalidOperationException("Neither."),
    };

    /// <summary>Numbers, dates, texts that repeat and texts that do not, marks for no value; the same on every run.</summary>
    private static byte[] Csv()
    {
        string[] cities = ["Lisbon", "Porto", "São Paulo", "Köln", "Łódź", "Seoul", "New York", "Oslo"];
        var text = new StringBuilder("id,name,city,day,amount,share,rating,note\n");
        var random = new Random(1);
        for (var row = 1; row <= Rows; row++)
        {
            var day = new DateOnly(2000, 1, 1).AddDays(random.Next(9_000));
            text.Append($"{row},Customer {random.Next(1_000_000)},{cities[random.Next(cities.Length)]},")
                .Append($"{day:yyyy-MM-dd},")
                .Append($"\"{random.Next(100, 9_999_999) / 100.0:#,##0.00}\",{random.Next(1_000) / 10.0:0.0}%,")
                .Append(random.Next(20) == 0 ? "n/a" : random.Next(1, 6).ToString())
                .Append($",Order of {random.Next(1, 50)} items for shelf {random.Next(400)}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
