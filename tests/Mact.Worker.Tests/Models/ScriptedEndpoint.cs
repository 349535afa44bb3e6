using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Mact.Worker.Tests.Models;

/// <summary>A model endpoint on a free loopback port that answers as a test scripts it, and remembers what it was asked.</summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private readonly ConcurrentQueue<ScriptedReply> _chat = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly WebApplication _app;
    private int _hanging;

    private ScriptedEndpoint(WebApplication app) => _app = app;

    /// <summary>host:port.</summary>
    public string Server { get; private set; } = "";

    public string Connection => $"Endpoint=http://{Server}/v1;Key={Key};Model=Qwen/Qwen3-8B";

    public static string Key => "sk-test-0123456789";

    /// <summary>For requests beyond the queued replies.</summary>
    public ScriptedReply Chat { get; set; } = Replies.Samples();

    public ScriptedReply Models { get; set; } = Replies.Models("Qwen/Qwen3-8B");

    public ScriptedReply Tokenize { get; set; } = Replies.Json(404, """{"detail":"Not Found"}""");

    /// <summary>Requests that are left without an answer on purpose.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public IReadOnlyList<ReceivedRequest> Chats =>
        [.. _received.Where(static request => request.Path.EndsWith("/chat/completions", StringComparison.Ordinal))];

    public int Looks => _received.Count(static request => request.Path.EndsWith("/models", StringComparison.Ordinal));

    public static async Task<ScriptedEndpoint> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var endpoint = new ScriptedEndpoint(app);
        app.Run(endpoint.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        endpoint.Server = new Uri(app.Urls.Single()).Authority;
        return endpoint;
    }

    /// <summary>A loopback port on which nothing listens.</summary>
    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ScriptedEndpoint Answer(params ReadOnlySpan<ScriptedReply> replies)
    {
        foreach (var reply in replies)
        {
            _chat.Enqueue(reply);
        }

        return this;
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

    /// <summary>Counts as hanging while <paramref name="work"/> runs, so that time passes.</summary>
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

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new ReceivedRequest(
            context.Request.Method,
            context.Request.Path,
            context.Request.Headers.ToDictionary(
                static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted));
        _received.Enqueue(request);
        var reply = request.Path switch
        {
            var path when path.EndsWith("/models", StringComparison.Ordinal) => Models,
            var path when path.EndsWith("/tokenize", StringComparison.Ordinal) => Tokenize,
            var path when path.EndsWith("/chat/completions", StringComparison.Ordinal) => _chat.TryDequeue(out var scripted) ? scripted : Chat,
            _ => Replies.Json(404, """{"detail":"Not Found"}"""),
        };
        await reply(context, request);
    }
}
