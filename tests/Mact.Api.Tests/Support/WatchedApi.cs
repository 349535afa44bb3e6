using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Mact.Api.Tables;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.Api.Tests.Support;

/// <summary>The Api as a process that is watched.</summary>
internal sealed class WatchedApi : IAsyncDisposable
{
    // What the runtime pools for a minute would hide what the next upload takes.
    private const long MostKept = 30_000_000;

    private readonly string _redis;
    private ServiceProcess _process;
    private HttpClient _client;

    private WatchedApi(string redis)
    {
        _redis = redis;
        (_process, _client, Watch) = Begin();
    }

    public ProcessWatch Watch { get; private set; }

    /// <summary>Resident memory of the process at rest, in bytes.</summary>
    public long Idle { get; private set; }

    public static async Task<WatchedApi> StartAsync(string redis, CancellationToken cancellationToken)
    {
        var api = new WatchedApi(redis);
        await api.WarmAsync(cancellationToken);
        return api;
    }

    /// <summary>Waits until nothing is done any more; another process takes its place where it has ended or still has what it took.</summary>
    public async Task ToRestAsync(CancellationToken cancellationToken)
    {
        if (!_process.HasExited)
        {
            await Watch.UntilAtRestAsync();
        }

        if (_process.HasExited || Watch.Resident > Idle + MostKept)
        {
            await DisposeAsync();
            (_process, _client, Watch) = Begin();
            await WarmAsync(cancellationToken);
        }
    }

    public async Task<(HttpStatusCode Status, string Outcome)> SendAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(bytes);
        form.Add(file, "file", name);
        try
        {
            using var reply = await _client.PostAsync(new Uri("tables", UriKind.Relative), form, cancellationToken);
            using var body = JsonDocument.Parse(await reply.Content.ReadAsStreamAsync(cancellationToken));
            return (reply.StatusCode, body.RootElement.TryGetProperty("code", out var code) ? code.GetString()! : "stored");
        }
        catch (HttpRequestException exception)
        {
            return (HttpStatusCode.BadGateway, exception.Message);
        }
    }

    /// <summary>The status that a body of JSON is answered with.</summary>
    public async Task<HttpStatusCode> PostAsync(string path, byte[] json, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(json);
        content.Headers.ContentType = new("application/json");
        using var reply = await _client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        return reply.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private (ServiceProcess Process, HttpClient Client, ProcessWatch Watch) Begin()
    {
        var process = ServiceProcess.Start("Mact.Api", FreePort.Find(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__redis"] = _redis,
            ["Mact__VolatileHistory"] = "true",
        });
        return (process, new HttpClient { BaseAddress = process.Address, Timeout = TimeSpan.FromMinutes(2) }, new(process.Id));
    }

    private async Task WarmAsync(CancellationToken cancellationToken)
    {
        await _process.UntilAliveAsync(cancellationToken);
        (await SendAsync("a.csv", "a,b\n1,2\n"u8.ToArray(), cancellationToken)).Status.ShouldBe(HttpStatusCode.Created);
        (await SendAsync("a.html", "<table><tr><th>a<tr><td>1</table>"u8.ToArray(), cancellationToken)).Status.ShouldBe(HttpStatusCode.Created);
        await Watch.UntilAtRestAsync();
        Idle = Watch.Resident;
    }
}

/// <summary>What a process and those that it reads sources by take, from /proc.</summary>
internal sealed class ProcessWatch(int process)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    // The kernel counts in hundredths of a second (USER_HZ).
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>Resident memory of the process itself, in bytes.</summary>
    public long Resident => Memory(process, "VmRSS:");

    /// <summary>The processes that read, each with the most memory that it has had.</summary>
    public IReadOnlyList<(int Id, long Memory)> Readers() =>
    [
        .. Directory.EnumerateDirectories($"/proc/{process}/task")
            .SelectMany(static task => Text($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static id => int.Parse(id))

            // Until it has become another program, a child shares the memory of its parent.
            .Where(static id => Text($"/proc/{id}/cmdline").Contains(ReaderProcess.Argument, StringComparison.Ordinal))
            .Select(static id => (id, Memory(id, "VmHWM:"))),
    ];

    /// <summary>Waits until a reader is ready and neither of them works.</summary>
    public async Task UntilAtRestAsync()
    {
        TimeSpan? last = null;
        (await Eventually.HoldsAsync(
            () =>
            {
                var readers = Readers();
                var now = Computed(process) + readers.Aggregate(TimeSpan.Zero, static (sum, reader) => sum + Computed(reader.Id));
                var isAtRest = readers.Count == 1 && now - last <= Tick;
                last = now;
                return Task.FromResult(isAtRest);
            },
            Eventually.Bound,
            pause: 20 * Tick)).ShouldBeTrue("The Api does not come to rest.");
    }

    public Share Begin(long idle) => new(this, idle);

    private static TimeSpan Computed(int id) =>
        Text($"/proc/{id}/stat").Split(") ") is [.., var rest] && rest.Split(' ') is { Length: > 13 } fields
            ? (long.Parse(fields[11]) + long.Parse(fields[12])) * Tick
            : TimeSpan.Zero;

    private static long Memory(int id, string field) =>
        Text($"/proc/{id}/status").Split('\n').FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) is { } line
            ? long.Parse(line[field.Length..].Trim().Split(' ')[0]) * 1_024
            : 0;

    /// <summary>Empty where the process has ended meanwhile.</summary>
    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    /// <summary>What one request takes: memory above what the process takes at rest, with all of its readers that move, and time.</summary>
    internal sealed class Share : IDisposable
    {
        private readonly ProcessWatch _watch;
        private readonly long _idle;
        private readonly (int Id, long Memory) _spare;
        private readonly (TimeSpan Own, TimeSpan Reader) _before;
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly ManualResetEventSlim _ended = new();
        private readonly Thread _thread;
        private TimeSpan _reader;
        private long _most;

        public Share(ProcessWatch watch, long idle)
        {
            (_watch, _idle) = (watch, idle);
            _spare = watch.Readers()[0];
            _before = (Computed(watch.Id), Computed(_spare.Id));
            _reader = _before.Reader;
            _thread = new(Watch) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
            _thread.Start();
        }

        /// <summary>
        /// The most memory, and the time: of the clock or of cores, whichever is less, as other processes take cores away and both processes may use
        /// several.
        /// </summary>
        public (long Memory, TimeSpan Time) End()
        {
            var (elapsed, own) = (_clock.Elapsed, Computed(_watch.Id) - _before.Own);
            _ended.Set();
            _thread.Join();
            var computed = own + _reader - _before.Reader;
            return (_most, computed < elapsed ? computed : elapsed);
        }

        public void Dispose()
        {
            _ended.Set();
            _thread.Join();
            _ended.Dispose();
        }

        private void Watch()
        {
            while (!_ended.Wait(Step))
            {
                // The reader that waits takes no part in what is read without it.
                var readers = _watch.Readers().Where(reader => reader != _spare).Sum(static reader => reader.Memory);
                _most = Math.Max(_most, _watch.Resident - _idle + readers);
                _reader = Computed(_spare.Id) is var reader && reader > _reader ? reader : _reader;
            }
        }
    }

    private int Id => process;
}
