using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>
/// A vLLM that computes so many samples at once, each at a fixed number of tokens a second, in order of arrival; on a clock that it moves itself. It
/// can be busy with others' work, and die.
/// </summary>
internal sealed partial class SimulatedServer(FakeTimeProvider time, int samplesAtOnce, double tokensPerSecond, string reply) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<Job> _jobs = [];
    private readonly string[] _tokens = [.. Token().Matches(reply).Select(static match => match.Value)];

    /// <summary>Nothing is computed before.</summary>
    public TimeSpan BusyUntil { get; set; }

    /// <summary>Connections are refused, and those that are open break.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Tokens that were computed.</summary>
    public int Computed { get; private set; }

    /// <summary>Requests for completions that came.</summary>
    public int Requests { get; private set; }

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Requests that are worked on or wait in the server's queue.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Count;
            }
        }
    }

    /// <summary>Samples of the open requests.</summary>
    public int OpenSamples
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Sum(static job => job.Progress.Length);
            }
        }
    }

    /// <summary>Ends all requests and refuses new ones; or takes them again.</summary>
    public async Task SetDeadAsync(bool isDead)
    {
        List<Job> broken;
        lock (_lock)
        {
            IsDead = isDead;
            broken = [.. _jobs];
            _jobs.Clear();
        }

        foreach (var job in broken)
        {
            await job.Pipe.Writer.CompleteAsync(new IOException("The engine died."));
        }
    }

    /// <summary>Lets the time of one token pass: every sample that is computed gets one.</summary>
    public async Task StepAsync()
    {
        var tick = TimeSpan.FromSeconds(1 / tokensPerSecond);
        Now += tick;
        time.Advance(tick);
        if (IsDead || Now <= BusyUntil)
        {
            return;
        }

        List<Job> jobs;
        lock (_lock)
        {
            jobs = [.. _jobs];
        }

        var left = samplesAtOnce;
        foreach (var job in jobs)
        {
            await WriteAsync(job, ref left);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsDead)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        }

        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/models", StringComparison.Ordinal))
        {
            return new(HttpStatusCode.OK) { Content = new StringContent(Replies.ModelList(["m"]), Encoding.UTF8, "application/json") };
        }

        if (!path.EndsWith("/chat/completions", StringComparison.Ordinal))
        {
            return new(HttpStatusCode.NotFound) { Content = new StringContent("""{"detail":"Not Found"}""", Encoding.UTF8, "application/json") };
        }

        using var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        var n = body.RootElement.TryGetProperty("n", out var many) ? many.GetInt32() : 1;
        var begun = body.RootElement.TryGetProperty("continue_final_message", out _)
            ? body.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!
            : string.Empty;
        if (!reply.StartsWith(begun, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"'{begun}' is not how this server's replies begin.");
        }

        var job = new Job(n, Token().Count(begun));
        lock (_lock)
        {
            Requests++;
            _jobs.Add(job);
        }

        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(job.Pipe.Reader.AsStream()) };
        response.Content.Headers.ContentType = new("text/event-stream");
        return response;
    }

    private Task WriteAsync(Job job, ref int left)
    {
        var events = new StringBuilder();
        for (var sample = 0; sample < job.Progress.Length && left > 0; sample++)
        {
            if (job.Progress[sample] >= _tokens.Length)
            {
                continue;
            }

            left--;
            Computed++;
            Say(events, Replies.Delta(sample, _tokens[job.Progress[sample]++]));
            if (job.Progress[sample] == _tokens.Length)
            {
                Say(events, Replies.End(sample));
            }
        }

        var isDone = job.Progress.All(progress => progress >= _tokens.Length);
        if (isDone)
        {
            Say(events, Replies.UsageEvent(job.Progress.Length * (_tokens.Length - job.First)));
            Say(events, "[DONE]");
        }

        return events.Length == 0 ? Task.CompletedTask : SendAsync(job, events.ToString(), isDone);
    }

    // The pipe takes one write at a time: the client has read what came before the next token is computed.
    private async Task SendAsync(Job job, string events, bool isDone)
    {
        var flushed = await job.Pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(events));
        if (isDone || flushed.IsCompleted)
        {
            lock (_lock)
            {
                _jobs.Remove(job);
            }

            await job.Pipe.Writer.CompleteAsync();
        }
    }

    private static void Say(StringBuilder events, string data) => events.Append("data: ").Append(data).Append("\n\n");

    [GeneratedRegex(@"\s*\S+", RegexOptions.None, 5000)]
    private static partial Regex Token();

    private sealed class Job(int n, int first)
    {
        public Pipe Pipe { get; } = new(new(pauseWriterThreshold: 1, resumeWriterThreshold: 1));

        public int First => first;

        public int[] Progress { get; } = [.. Enumerable.Repeat(first, n)];
    }
}
