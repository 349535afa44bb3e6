#if DUCKDB
using System.Diagnostics;
using DuckDB.NET.Data;

namespace Mact.Benchmarks.Engine;

/// <summary>
/// The file of <see cref="LoadBenchmark"/> in DuckDB: read into a table with types detected, its first rows, and SUMMARIZE, which looks at every
/// cell as a profile does.
/// </summary>
internal static class DuckDbLoad
{
    public static async Task RunAsync(byte[] bytes, int rounds, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, bytes, cancellationToken);
            Console.WriteLine("DuckDB, the same file; milliseconds:");
            Console.WriteLine("round   read  profile  file to preview");
            for (var round = 1; round <= rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                await using var connection = new DuckDBConnection("DataSource=:memory:");
                await connection.OpenAsync(cancellationToken);
                await ReadAllAsync(connection, $"CREATE TABLE t AS FROM read_csv('{file}')", cancellationToken);
                var read = Stopwatch.GetElapsedTime(start);
                await ReadAllAsync(connection, "FROM t LIMIT 100", cancellationToken);
                await ReadAllAsync(connection, "SUMMARIZE t", cancellationToken);
                var all = Stopwatch.GetElapsedTime(start);
                Console.WriteLine($"{round,5} {read.TotalMilliseconds,6:0} {(all - read).TotalMilliseconds,8:0} {all.TotalMilliseconds,16:0}");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task ReadAllAsync(DuckDBConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
        }
    }
}
#endif
