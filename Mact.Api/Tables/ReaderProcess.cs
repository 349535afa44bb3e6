using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Api.Http;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>
/// Reads what libraries parse (HTML, Parquet, workbooks) in a process of its own. It has a bound on memory and on the time of a core, knows no secret
/// of this one, and ends with each source: a file that breaks its parser, or has it work without end, costs this process nothing. The next one is
/// started ahead.
/// </summary>
internal static partial class ReaderProcess
{
    /// <summary>The only argument of the program where it is to read a source.</summary>
    public const string Argument = "--read-source";

    // What an upload may take: so much, or so many times the largest source, whichever is more. The process that asks has the source and its table
    // meanwhile; of the rest some is the runtime's.
    private const long MinMemory = 300_000_000;
    private const int MemoryPerByte = 8;
    private const long ForWhoAsks = 70_000_000;
    private const long BesideHeap = 75_000_000;
    private const int TimeIsOver = 3;
    private const int MemoryIsOver = 4;
    private const int ComplaintLines = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static Reader? _spare;

    /// <summary>The tables of a source, or why there are none. Never throws for what it holds.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="settings">What a person has set by hand.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <param name="program">What is started in place of this program.</param>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    /// <exception cref="RequestRefusedException">The process cannot be started on this machine (503).</exception>
    public static async Task<IReadOnlyList<SheetReading>> ReadAsync(
        SourceFile source,
        TableLimits limits,
        TableSettings settings,
        CancellationToken cancellationToken,
        ProcessStartInfo? program = null)
    {
        using var reader = program is null ? Take(limits) : Start(program, MemoryFor(limits));
        try
        {
            await using var killing = cancellationToken.Register(static state => Kill((Process)state!), reader.Process);
            try
            {
                await UntilReadyAsync(reader, cancellationToken);
                return await AskAsync(reader.Process, source, limits, settings, cancellationToken);
            }
            catch (IOException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await reader.Process.WaitForExitAsync(cancellationToken);
                return [new(source.Name, reader.Process.ExitCode == TimeIsOver ? limits.TooSlow() : TooCostly)];
            }
        }
        finally
        {
            Kill(reader.Process);
            StartAhead(limits);
        }
    }

    /// <summary>What the process does: waits for a source, reads it, answers, and ends; also when the one that started it is gone.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await SourceReader.ReadAsync(new("t", "t.html", IsJson: false, Sample), new(), TableSettings.None, CancellationToken.None);
        await output.WriteAsync(Ready, CancellationToken.None);
        try
        {
            var request = JsonSerializer.Deserialize(await ReadAsync(input, CancellationToken.None), Wire.Default.Request)!;
            var content = await ReadAsync(input, CancellationToken.None);
            new Thread(() => EndAfter(request.Limits)) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
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

    private static ReadOnlyMemory<byte> Ready { get; } = new([1]);

    private static ProblemResult Unavailable => new(
        StatusCodes.Status503ServiceUnavailable,
        ProblemCodes.ReaderUnavailable,
        "Files of this kind cannot be read now",
        "Workbooks, Parquet and HTML are read by a process of their own, and it could not be started; the log of the Api says why. Nothing was "
            + "stored. Send the file again in a moment, or save it as CSV, which is read without it.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    private static Reader Take(TableLimits limits)
    {
        var spare = Interlocked.Exchange(ref _spare, null);
        if (spare is { Process.HasExited: false } && spare.Memory == MemoryFor(limits))
        {
            return spare;
        }

        Discard(spare);
        return Start(Program(limits), MemoryFor(limits));
    }

    /// <summary>Has a process ready for the next source.</summary>
    private static void StartAhead(TableLimits limits)
    {
        try
        {
            Discard(Interlocked.Exchange(ref _spare, Start(Program(limits), MemoryFor(limits))));
        }
        catch (RequestRefusedException)
        {
            // The next source tries again, and says it.
        }
    }

    private static void Discard(Reader? spare)
    {
        if (spare is not null)
        {
            Kill(spare.Process);
            spare.Dispose();
        }
    }

    /// <summary>What the process may take in all.</summary>
    private static long MemoryFor(TableLimits limits) => Math.Max(MinMemory, (long)MemoryPerByte * limits.MaxBytes) - ForWhoAsks;

    private static ProcessStartInfo Program(TableLimits limits)
    {
        var host = Environment.ProcessPath!;
        var library = typeof(ReaderProcess).Assembly.Location;
        var isOwn = host == Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null);
        var isHost = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(isOwn || isHost ? host : "dotnet", isOwn ? [Argument] : [library, Argument]);

        // Nothing of this process' configuration: there are passwords in it.
        foreach (var name in start.Environment.Keys.Where(static name => name is not ("PATH" or "HOME" or "TMPDIR" or "DOTNET_ROOT")).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = (MemoryFor(limits) - BesideHeap).ToString("X");
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        return start;
    }

    private static Reader Start(ProcessStartInfo program, long memory)
    {
        program.UseShellExecute = false;
        program.RedirectStandardInput = true;
        program.RedirectStandardOutput = true;
        program.RedirectStandardError = true;
        try
        {
            return new(Process.Start(program)!, memory);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new RequestRefusedException(Unavailable, exception);
        }
    }

    private static async Task UntilReadyAsync(Reader reader, CancellationToken cancellationToken)
    {
        try
        {
            var ready = new byte[Ready.Length];
            var reading = reader.Process.StandardOutput.BaseStream.ReadExactlyAsync(ready, cancellationToken);
            await reading.AsTask().WaitAsync(StartTime, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new RequestRefusedException(Unavailable, new InvalidOperationException($"It wrote: {reader.Complaint}", exception));
        }
    }

    private static async Task<IReadOnlyList<SheetReading>> AskAsync(
        Process process, SourceFile source, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        var input = process.StandardInput.BaseStream;
        var request = new Request(source.Name, source.FileName, source.IsJson, limits, settings);
        await WriteAsync(input, JsonSerializer.SerializeToUtf8Bytes(request, Wire.Default.Request), cancellationToken);
        await WriteAsync(input, source.Content, cancellationToken);
        await input.FlushAsync(cancellationToken);

        var output = process.StandardOutput.BaseStream;
        var sheets = JsonSerializer.Deserialize(await ReadAsync(output, cancellationToken), Wire.Default.IReadOnlyListSheet)!;
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
        IReadOnlyList<Sheet> sheets =
        [
            .. readings.Select(static sheet => sheet.Reading is TableReading.Success read
                ? new Sheet(sheet.Name, null, read.Table.Name, read.Repairs, read.Header)
                : new Sheet(sheet.Name, (TableReading.Refused)sheet.Reading, string.Empty, [], null)),
        ];
        await WriteAsync(output, JsonSerializer.SerializeToUtf8Bytes(sheets, Wire.Default.IReadOnlyListSheet), CancellationToken.None);
        foreach (var read in readings.Select(static sheet => sheet.Reading).OfType<TableReading.Success>())
        {
            await WriteAsync(output, TableText.Write(read.Table), CancellationToken.None);
        }
    }

    /// <summary>
    /// Ends this process once it has used a core for so long, or has taken so much memory, whatever it is doing: what is not on the heap, as deep
    /// recursion, has no other bound.
    /// </summary>
    private static void EndAfter(TableLimits limits)
    {
        using var never = new ManualResetEventSlim();
        using var own = Process.GetCurrentProcess();
        var start = own.TotalProcessorTime;
        while (!never.Wait(BetweenLooks))
        {
            own.Refresh();
            if (own.TotalProcessorTime - start > limits.Timeout)
            {
                Environment.Exit(TimeIsOver);
            }

            if (own.WorkingSet64 > MemoryFor(limits))
            {
                Environment.Exit(MemoryIsOver);
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

    private sealed record Request(string Name, string FileName, bool IsJson, TableLimits Limits, TableSettings Settings);

    private sealed record Sheet(
        string Name, TableReading.Refused? Refused, string Table, IReadOnlyList<TableRepair> Repairs, HeaderPlace? Header);

    [JsonSerializable(typeof(Request))]
    [JsonSerializable(typeof(IReadOnlyList<Sheet>))]
    private sealed partial class Wire : JsonSerializerContext;

    /// <summary>A process that reads, or could not be got to.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly StringBuilder _complaint = new();
        private int _lines;

        public Reader(Process process, long memory)
        {
            (Process, Memory) = (process, memory);

            // A fault writes a page for each frame of the stack; nobody would read it.
            process.ErrorDataReceived += (_, line) =>
            {
                if (_lines++ < ComplaintLines)
                {
                    lock (_complaint)
                    {
                        _complaint.AppendLine(line.Data);
                    }
                }
            };
            process.BeginErrorReadLine();
        }

        public Process Process { get; }

        public long Memory { get; }

        /// <summary>The first lines that it wrote for people.</summary>
        public string Complaint
        {
            get
            {
                lock (_complaint)
                {
                    return _complaint.ToString();
                }
            }
        }

        public void Dispose() => Process.Dispose();
    }
}
