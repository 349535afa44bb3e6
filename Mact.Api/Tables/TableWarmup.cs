using System.Text;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>
/// Reads small tables of every kind of column as soon as the service listens, so that the code that reads the first table of a person is compiled by
/// then. Once in a process; nothing is stored.
/// </summary>
internal sealed class TableWarmup(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    // A method is compiled with optimizations after 30 calls, and when nothing new was called for 100 ms.
    private const int Bursts = 3;
    private const int Rounds = 12;
    private const int Rows = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static int _done;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            await RunAsync(time, stoppingToken);
        }
    }

    private static async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var csv = Csv();
        for (var burst = 0; burst < Bursts; burst++)
        {
            for (var round = 0; round < Rounds; round++)
            {
                await ReadAsync(csv, time, cancellationToken);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static async Task ReadAsync(byte[] csv, TimeProvider time, CancellationToken cancellationToken)
    {
        var source = new SourceFile("t", "t.csv", IsJson: false, csv);
        var readings = await SourceReader.ReadAsync(source, new TableLimits(), TableSettings.None, cancellationToken);
        if (readings is not [{ Reading: TableReading.Success read }])
        {
            return;
        }

        var stored = TableText.Write(read.Table);
        var table = TableText.Read("t", stored);
        _ = JsonSerializer.SerializeToUtf8Bytes(TableStorage.Describe(TableId.Of(stored.Span), table, read.Repairs), ApiJson.Default.TableInfo);
        _ = CellTexts.Window(table, 0, Rows);
        _ = ProfileHandler.Describe(table, cancellationToken);
        using var sandbox = SqlSandbox.Load([table], new SqlLimits(), time);
        _ = sandbox.Execute("SELECT city, sum(n) FROM t WHERE amount > 3 GROUP BY city ORDER BY 2 DESC LIMIT 3", cancellationToken);
    }

    private static byte[] Csv()
    {
        string[] cities = ["Lisbon", "São Paulo", "Köln", "Seoul"];
        var text = new StringBuilder("n,city,day,written,amount,share,rating,took,note\n");
        for (var row = 1; row <= Rows; row++)
        {
            text.Append($"{row},{cities[row % cities.Length]},2024-03-{(row % 28) + 1:00},{(row % 28) + 1}/{(row % 12) + 1}/2023,")
                .Append($"\"$1,{100 + row}.50\",{row}.5%,{(row % 9 == 0 ? "n/a" : row % 5)},0:{row % 60:00}:30,\"Order, {row} of \"\"many\"\"\"\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
