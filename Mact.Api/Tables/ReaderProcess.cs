using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>
/// Reads what libraries parse (HTML, Parquet, workbooks) in a process of its own. It has a bound on memory and on the time of a core, knows no secret
/// of this one, and ends with each source: a file that breaks its parser, or has it work without end, costs this process nothing. The next one is
/// started ahead.
/// </summary>
internal static class ReaderProcess
{
    /// <summary>The only argument of the program where it is to read a source.</summary>
    public const string Argument = "--read-source";

    // What an upload may take: so much, or so many times the largest source, whichever is more. Some of it is the runtime's, and the source itself
    // is in the process that asks.
    private const long MinMemory = 300_000_000;
    private const int MemoryPerByte = 8;
    private const long BesideHeap = 90_000_000;
    private const int TimeIsOver = 3;
    private const int MemoryIsOver = 4;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static Spare? _spare;

    /// <summary>The tables of a source, or why there are none. Never throws for what it holds.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static async Task<IReadOnlyList<SheetReading>> ReadAsync(
        SourceFile source, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        var process = Take(limits);
        try
        {
            await using var killing = cancellationToken.Register(static state => Kill((Process)state!), process);
            try
            {
                return await AskAsync(process, source, limits, settings, cancellationToken);
            }
            catch (IOException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await process.WaitForExitAsync(cancellationToken);
                return [new(source.Name, process.ExitCode == TimeIsOver ? limits.TooSlow() : TooCostly)];
            }
        }
        finally
        {
            Kill(process);
            process.Dispose();
            StartAhead(limits);
        }
    }

    /// <summary>Has a process ready for the next source.</summary>
    public static void StartAhead(TableLimits limits)
    {
        var spare = new Spare(Start(limits), MemoryFor(limits));
        Discard(Interlocked.Exchange(ref _spare, spare));
    }

    /// <summary>What the process does: waits for a source, reads it, answers, and ends; also when the one that started it is gone.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await SourceReader.ReadAsync(new("t", "t.html", IsJson: false, Sample), new(), TableSettings.None, CancellationToken.None);
        try
        {
            var request = JsonSerializer.Deserialize<Request>(await ReadAsync(input, CancellationToken.None))!;
            var content = await ReadAsync(input, CancellationToken.None);
            new Thread(() => EndAfter(request.Limits.Timeout)) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
            var readings = await SourceReader.ReadAsync(
                new(request.Name, request.FileName, request.IsJson, content), request.Limits, request.Settings, CancellationToken.None);
            await AnswerAsync(output, readings);
            return 0;
        }
        catch (EndOfStreamException)
        {
            return 0;
        }
        catch (OutOfMemoryException)
        {
            return MemoryIsOver;
        }
    }

    private static byte[] Sample => "<table><tr><th>a<th>b<tr><td>1<td>x<tr><td>2<td>2024-01-01</table>"u8.ToArray();

    private static TableReading.Refused TooCostly => new(
        "tooCostly",
        "Reading the source takes more memory than a source may, or breaks the reader of its format. Save it as CSV and send it again.",
        TooLarge: true);

    private static Process Take(TableLimits limits)
    {
        var spare = Interlocked.Exchange(ref _spare, null);
        if (spare is { Process.HasExited: false } && spare.Memory == MemoryFor(limits))
        {
            return spare.Process;
        }

        Discard(spare);
        return Start(limits);
    }

    private static void Discard(Spare? spare)
    {
        if (spare is not null)
        {
            Kill(spare.Process);
            spare.Process.Dispose();
        }
    }

    private static long MemoryFor(TableLimits limits) => Math.Max(MinMemory, (long)MemoryPerByte * limits.MaxBytes) - BesideHeap;

    private static Process Start(TableLimits limits)
    {
        var host = Environment.ProcessPath!;
        var library = typeof(ReaderProcess).Assembly.Location;
        var isOwn = host == Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null);
        var isHost = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(isOwn || isHost ? host : "dotnet", isOwn ? [Argument] : [library, Argument])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Nothing of this process' configuration: there are passwords in it.
        foreach (var name in start.Environment.Keys.Where(static name => name is not ("PATH" or "HOME" or "TMPDIR" or "DOTNET_ROOT")).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = MemoryFor(limits).ToString("X");
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        var process = Process.Start(start)!;

        // A fault writes a page for each frame of the stack; nobody would read it.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<IReadOnlyList<SheetReading>> AskAsync(
        Process process, SourceFile source, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        var input = process.StandardInput.BaseStream;
        var request = new Request(source.Name, source.FileName, source.IsJson, limits, settings);
        await WriteAsync(input, JsonSerializer.SerializeToUtf8Bytes(request), cancellationToken);
        await WriteAsync(input, source.Content, cancellationToken);
        await input.FlushAsync(cancellationToken);

        var output = process.StandardOutput.BaseStream;
        var sheets = JsonSerializer.Deserialize<List<Sheet>>(await ReadAsync(output, cancellationToken))!;
        var tables = new List<byte[]>();
        foreach (var _ in sheets.Where(static sheet => sheet.Refused is null))
        {
            tables.Add(await ReadAsync(output, cancellationToken));
        }

        // Its memory is given back before this process takes any for the tables.
        Kill(process);
        var next = 0;
        return
        [
            .. sheets.Select(sheet => new SheetReading(
                sheet.Name,
                sheet.Refused ?? (TableReading)new TableReading.Success(TableText.Read(sheet.Table, tables[next++]), sheet.Repairs)
                {
                    Header = sheet.Header,
                })),
        ];
    }

    private static async Task AnswerAsync(Stream output, IReadOnlyList<SheetReading> readings)
    {
        var sheets = readings.Select(static sheet => sheet.Reading is TableReading.Success read
            ? new Sheet(sheet.Name, null, read.Table.Name, read.Repairs, read.Header)
            : new Sheet(sheet.Name, (TableReading.Refused)sheet.Reading, string.Empty, [], null));
        await WriteAsync(output, JsonSerializer.SerializeToUtf8Bytes(sheets), CancellationToken.None);
        foreach (var read in readings.Select(static sheet => sheet.Reading).OfType<TableReading.Success>())
        {
            await WriteAsync(output, TableText.Write(read.Table), CancellationToken.None);
        }
    }

    /// <summary>Ends this process once it has used a core for so long, whatever it is doing.</summary>
    private static void EndAfter(TimeSpan limit)
    {
        using var never = new ManualResetEventSlim();
        using var own = Process.GetCurrentProcess();
        var start = own.TotalProcessorTime;
        while (!never.Wait(BetweenLooks))
        {
            own.Refresh();
            if (own.TotalProcessorTime - start > limit)
            {
                Environment.Exit(TimeIsOver);
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        await stream.WriteAsync(length, cancellationToken);
        await stream.WriteAsync(bytes, cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private sealed record Spare(Process Process, long Memory);

    private sealed record Request(string Name, string FileName, bool IsJson, TableLimits Limits, TableSettings Settings);

    private sealed record Sheet(
        string Name, TableReading.Refused? Refused, string Table, IReadOnlyList<TableRepair> Repairs, HeaderPlace? Header);
}
