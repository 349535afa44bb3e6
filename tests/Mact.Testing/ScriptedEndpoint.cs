using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Mact.DevServices.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Mact.Testing;

/// <summary>What the endpoint does with one request.</summary>
public delegate Task ScriptedReply(HttpContext context, ReceivedRequest request);

/// <summary>How a request ended.</summary>
public enum RequestEnd
{
    Running,
    Completed,

    /// <summary>The caller went away.</summary>
    Abandoned,
}

/// <summary>A request as the endpoint saw it.</summary>
public sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private JsonElement? _json;

    public DateTimeOffset Arrived { get; } = TimeProvider.System.GetUtcNow();

    public RequestEnd End { get; internal set; }

    /// <summary>It was spoilt on purpose.</summary>
    public bool Spoilt { get; internal set; }

    public int N => Json.TryGetProperty("n", out var n) ? n.GetInt32() : 1;

    /// <summary>The seed sent; -1 where none was.</summary>
    public long Seed => Json.TryGetProperty("seed", out var seed) ? seed.GetInt64() : -1;

    public bool Streams => Json.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    public JsonElement Json => _json ??= JsonDocument.Parse(Body).RootElement;

    public bool Has(string field) => Json.TryGetProperty(field, out _);
}

/// <summary>A fault for some of the requests of one path.</summary>
/// <param name="Spoil">Makes the reply that is given out of the real one; see <see cref="Faults"/>.</param>
/// <param name="Skip">Requests that pass unharmed first.</param>
/// <param name="Count">Requests that are hit after that.</param>
/// <param name="Path">The end of the path.</param>
public sealed record EndpointFault(Func<ScriptedReply, ScriptedReply> Spoil, int Skip = 0, int Count = int.MaxValue, string Path = ChatEndpoint.Chat);

/// <summary>
/// A model endpoint on a loopback port that answers as a test scripts it, and remembers what it was asked. It can go away and come back on the same
/// port.
/// </summary>
public sealed class ScriptedEndpoint : IAsyncDisposable
{
    private readonly ConcurrentQueue<ScriptedReply> _chat = new();
    private readonly Lock _gate = new();
    private List<ReceivedRequest> _received = [];
    private List<(EndpointFault Fault, int Seen)> _faults = [];
    private WebApplication? _app;
    private int _port;
    private int _hanging;

    private ScriptedEndpoint(int port) => _port = port;

    /// <summary>host:port.</summary>
    public string Server => $"127.0.0.1:{_port}";

    /// <summary>The root address.</summary>
    public Uri Address => new($"http://{Server}/");

    /// <summary>The base URL, with /v1.</summary>
    public Uri ApiAddress => new(Address, "v1");

    /// <summary>A key that must not be told.</summary>
    public static string Key => "sk-test-0123456789";

    /// <summary>The connection string, with the key and the model of the first replies.</summary>
    public string Connection => $"Endpoint={ApiAddress};Key={Key};Model=Qwen/Qwen3-8B";

    /// <summary>For requests beyond the queued replies.</summary>
    public ScriptedReply Chat { get; set; } = Replies.Samples();

    public ScriptedReply Models { get; set; } = Replies.Models("Qwen/Qwen3-8B");

    public ScriptedReply Tokenize { get; set; } = Replies.Json(404, """{"detail":"Not Found"}""");

    /// <summary>For all other paths.</summary>
    public ScriptedReply Other { get; set; } = Replies.Json(404, """{"detail":"Not Found"}""");

    /// <summary>Requests that are left without an answer on purpose.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>All requests since the start, or since they were forgotten.</summary>
    public IReadOnlyList<ReceivedRequest> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Requests for completions.</summary>
    public IReadOnlyList<ReceivedRequest> Chats =>
        [.. Received.Where(static request => request.Path.EndsWith("/chat/completions", StringComparison.Ordinal))];

    /// <summary>Requests for the list of models.</summary>
    public int Looks => Received.Count(static request => request.Path.EndsWith("/models", StringComparison.Ordinal));

    /// <summary>Callers that went away before they were answered.</summary>
    public int Disconnects => Received.Count(static request => request.End == RequestEnd.Abandoned);

    /// <summary>Starts an endpoint that has no replies yet.</summary>
    /// <param name="port">0 = a free one.</param>
    public static async Task<ScriptedEndpoint> StartAsync(int port = 0)
    {
        var endpoint = new ScriptedEndpoint(port);
        await endpoint.StartAgainAsync();
        return endpoint;
    }

    /// <summary>An endpoint that serves a model.</summary>
    /// <param name="model">Who writes: <see cref="WrittenModel"/>, or the table reader.</param>
    /// <param name="port">0 = a free one.</param>
    public static async Task<ScriptedEndpoint> StartAsync(IModel model, int port = 0)
    {
        var endpoint = await StartAsync(port);
        endpoint.Models = (context, _) => ChatEndpoint.WriteModelsAsync(context, model.Name);
        endpoint.Chat = Replies.Of(model);
        return endpoint;
    }

    /// <summary>Queues replies to the next requests for completions.</summary>
    public ScriptedEndpoint Answer(params ReadOnlySpan<ScriptedReply> replies)
    {
        foreach (var reply in replies)
        {
            _chat.Enqueue(reply);
        }

        return this;
    }

    /// <summary>Puts faults in place of those that there are, and counts anew.</summary>
    public void Spoil(params IEnumerable<EndpointFault> faults)
    {
        lock (_gate)
        {
            _faults = [.. faults.Select(static fault => (fault, 0))];
        }
    }

    /// <summary>Forgets the requests so far.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _received = [];
        }
    }

    /// <summary>Keeps a request open until the caller goes away.</summary>
    public async Task HangAsync(HttpContext context)
    {
        try
        {
            await HoldAsync(() => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        }
        catch (OperationCanceledException)
        {
            // The caller gave up.
        }
    }

    /// <summary>Counts as hanging while <paramref name="work"/> runs, so that a virtual clock may pass time.</summary>
    public async Task HoldAsync(Func<Task> work)
    {
        // The work's own timer is set before time may pass.
        var running = work();
        Interlocked.Increment(ref _hanging);
        try
        {
            await running;
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }

    /// <summary>Nobody listens any more; requests under way are cut off.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
        }
    }

    /// <summary>Listens again, on the same port.</summary>
    public async Task StartAgainAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, _port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(TakeAsync);
        await _app.StartAsync(CancellationToken.None);
        _port = new Uri(_app.Urls.Single()).Port;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new ReceivedRequest(
            context.Request.Method,
            context.Request.Path,
            context.Request.Headers
                .ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted));
        var reply = Note(request) is { } fault ? fault.Spoil(ReplyTo(request)) : ReplyTo(request);
        try
        {
            await reply(context, request);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller gave up.
        }
        finally
        {
            request.End = context.RequestAborted.IsCancellationRequested ? RequestEnd.Abandoned : RequestEnd.Completed;
        }
    }

    private ScriptedReply ReplyTo(ReceivedRequest request) => request.Path switch
    {
        var path when path.EndsWith("/models", StringComparison.Ordinal) && !path.StartsWith("/api/", StringComparison.Ordinal) => Models,
        var path when path.EndsWith("/tokenize", StringComparison.Ordinal) => Tokenize,
        var path when path.EndsWith("/chat/completions", StringComparison.Ordinal) => _chat.TryDequeue(out var scripted) ? scripted : Chat,
        _ => Other,
    };

    private EndpointFault? Note(ReceivedRequest request)
    {
        lock (_gate)
        {
            _received.Add(request);
            EndpointFault? chosen = null;
            for (var i = 0; i < _faults.Count; i++)
            {
                var (fault, seen) = _faults[i];
                if (request.Path.EndsWith(fault.Path, StringComparison.Ordinal))
                {
                    _faults[i] = (fault, seen + 1);
                    chosen ??= seen >= fault.Skip && seen - fault.Skip < fault.Count ? fault : null;
                }
            }

            request.Spoilt = chosen is not null;
            return chosen;
        }
    }
}

/// <summary>A model whose texts a function writes, given the conversation and a seed.</summary>
public sealed class WrittenModel(Func<ModelPrompt, long, string> write, string name = "scripted-model") : IModel
{
    public string Name => name;

    public IReadOnlyList<WrittenText> Complete(ModelPrompt prompt, CancellationToken cancellationToken) =>
        [.. prompt.Seeds.Select(seed => new WrittenText(write(prompt, seed)))];
}
