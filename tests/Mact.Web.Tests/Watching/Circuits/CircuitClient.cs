using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mact.Web.Tests.Watching.Circuits;

/// <summary>
/// A browser's side of one interactive page, without the browser: loads the page, opens its circuit over a web socket, acknowledges every
/// render batch and tells whoever waits which texts came in. So a great many watchers fit on one machine.
/// </summary>
internal sealed partial class CircuitClient : IAsyncDisposable
{
    private const int Invocation = 1;
    private const int BufferSize = 64 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly HubFrames _frames = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _leaving = new();
    private Task _reading = Task.CompletedTask;
    private Waiting? _waiting;

    private CircuitClient()
    {
    }

    /// <summary>Loads the page and waits until its circuit has drawn it.</summary>
    /// <param name="http">A client whose base address is the site.</param>
    /// <param name="path">The page.</param>
    /// <param name="drawn">A text that the circuit's first drawing has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CircuitClient> OpenAsync(HttpClient http, string path, string drawn, CancellationToken cancellationToken)
    {
        var page = await http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);
        var site = http.BaseAddress!;
        var circuit = new CircuitClient();
        circuit._socket.Options.DangerousDeflateOptions = new(); // As browsers ask for it; nothing here is secret.
        await circuit._socket.ConnectAsync(new UriBuilder(site) { Scheme = "ws", Path = "_blazor" }.Uri, cancellationToken);
        await circuit._socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        var agreed = new byte[BufferSize];
        var reply = await circuit._socket.ReceiveAsync(agreed.AsMemory(), cancellationToken);
        Encoding.UTF8.GetString(agreed, 0, reply.Count).ShouldBe("{}\u001e");
        var first = circuit.WaitForAsync(drawn);
        circuit._reading = Task.Run(circuit.ReadAsync, cancellationToken);
        var state = State().Match(page).Groups["state"].Value;
        await circuit.SendAsync("StartCircuit", "0", writer => writer.Array(4).Text(site.ToString()).Text(new Uri(site, path).ToString()).Text("[]").Text(state));
        await circuit.SendAsync("UpdateRootComponents", invocation: null, writer => writer.Array(2).Text(Operations(page)).Text(state));
        await first.WaitAsync(cancellationToken);
        return circuit;
    }

    /// <summary>Completes when a render batch with that text has arrived.</summary>
    public Task WaitForAsync(string text)
    {
        var waiting = new Waiting(Encoding.UTF8.GetBytes(text));
        _waiting = waiting;
        return waiting.Seen.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _sending.Dispose();
        _leaving.Dispose();
    }

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[^-]+)-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex State();

    [GeneratedRegex("<!--Blazor:(?<marker>\\{\"type\":\"server\".*?\\})-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marker();

    private static string Operations(string page)
    {
        var operations = Marker().Matches(page).Select(static (match, index) => (JsonNode)new JsonObject
        {
            ["type"] = "add",
            ["ssrComponentId"] = index + 1,
            ["marker"] = JsonNode.Parse(match.Groups["marker"].Value),
        });
        return new JsonObject { ["batchId"] = 1, ["operations"] = new JsonArray([.. operations]) }.ToJsonString();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), _leaving.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                _waiting?.Seen.TrySetException(new IOException($"The circuit was closed: {_socket.CloseStatusDescription}"));
                return;
            }

            foreach (var message in _frames.Take(buffer.AsSpan(0, received.Count)))
            {
                await AnswerAsync(message);
            }
        }
    }

    private Task AnswerAsync(ReadOnlyMemory<byte> message)
    {
        var reader = new MessagePackReader(message.Span);
        reader.Array();
        if (reader.Integer() != Invocation)
        {
            return Task.CompletedTask;
        }

        reader.SkipHeaders();
        reader.Text();
        switch (reader.Text())
        {
            case "JS.RenderBatch":
                reader.Array();
                var batch = reader.Integer();
                if (_waiting is { } waiting && reader.Binary().IndexOf(waiting.Text) >= 0)
                {
                    waiting.Seen.TrySetResult();
                }

                return SendAsync("OnRenderCompleted", invocation: null, writer => writer.Array(2).Integer(batch).Nil());
            case "JS.BeginInvokeJS":
                reader.Array();
                var call = reader.Integer();
                return call == 0
                    ? Task.CompletedTask
                    : SendAsync("EndInvokeJSFromDotNet", invocation: null, writer => writer.Array(3).Integer(call).Bool(value: true).Text(JsonSerializer.Serialize(new object?[] { call, true, null })));
            case "JS.Error":
                reader.Array();
                _waiting?.Seen.TrySetException(new InvalidOperationException(reader.Text()));
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    private async Task SendAsync(string target, string? invocation, Action<MessagePackWriter> arguments)
    {
        var writer = new MessagePackWriter().Array(6).Integer(Invocation).EmptyMap();
        writer = invocation is null ? writer.Nil() : writer.Text(invocation);
        arguments(writer.Text(target));
        writer.Array(0);
        await _sending.WaitAsync(_leaving.Token);
        try
        {
            await _socket.SendAsync(HubFrames.Frame(writer.Written), WebSocketMessageType.Binary, endOfMessage: true, _leaving.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private sealed class Waiting(byte[] text)
    {
        public byte[] Text => text;

        public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
