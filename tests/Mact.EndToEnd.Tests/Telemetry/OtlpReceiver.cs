using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Mact.AppHost.Embedded.Dashboard.Otlp;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Telemetry;

/// <summary>A backend that takes OTLP/HTTP in protobuf: keeps every span, lets logs and metrics go.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly Task _serving;

    public OtlpReceiver()
    {
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Find()}");
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>What a process is started with to send its telemetry here, soon.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
    };

    /// <summary>Received so far.</summary>
    public IReadOnlyCollection<OtlpSpan> Spans => _spans;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Stopped, or a sender that went away.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        if (context.Request.Url!.AbsolutePath == "/v1/traces")
        {
            foreach (var span in OtlpTraceReader.Read(body.ToArray()))
            {
                _spans.Enqueue(span);
            }
        }

        context.Response.ContentType = "application/x-protobuf";
        context.Response.Close();
    }
}
