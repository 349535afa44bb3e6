using System.Buffers;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Mact.Core.Models;
using Mact.Worker.Models.Wire;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Mact.Worker.Models.Endpoints;

/// <summary>
/// Bytes to an endpoint and back, through the protocol methods of the OpenAI package: its typed ones show only choice 0 and throw on
/// vLLM's own finish reasons. Its retries and timeouts are off; ours decide.
/// </summary>
internal sealed class ModelTransport
{
    private readonly ModelConnection _connection;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly long _maxBytes;
    private readonly ChatClient _chat;
    private readonly OpenAIModelClient _models;

    public ModelTransport(ModelConnection connection, HttpClient http, ModelOptions options, TimeProvider time)
    {
        _connection = connection;
        _http = http;
        _time = time;
        _maxBytes = options.MaxResponseBytes;
        var client = new OpenAIClientOptions
        {
            Endpoint = connection.Endpoint,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        client.AddPolicy(new KeyPolicy(connection), PipelinePosition.BeforeTransport);

        // The package wants a key and a model; the policy takes a key that there is not out again, and the body names the model.
        var key = new ApiKeyCredential(connection.Key ?? "none");
        _chat = new ChatClient(connection.Model ?? "auto", key, client);
        _models = new OpenAIModelClient(key, client);
    }

    /// <summary>POST chat/completions: returns with the headers.</summary>
    /// <param name="body">The JSON.</param>
    /// <param name="requestId">What vLLM makes the id of its reply; null = none is sent.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    public Task<ModelResponse> OpenChatAsync(ReadOnlyMemory<byte> body, string? requestId, CancellationToken cancellationToken) => OpenAsync(
        async options =>
        {
            if (requestId is not null)
            {
                options.SetHeader("X-Request-Id", requestId);
            }

            using var content = BinaryContent.Create(new BinaryData(body));
            return await _chat.CompleteChatAsync(content, options);
        },
        cancellationToken);

    /// <summary>GET models.</summary>
    public async Task<HttpReply> ListModelsAsync(CancellationToken cancellationToken)
    {
        await using var response = await OpenAsync(_models.GetModelsAsync, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>A request beside /v1: vLLM's and llama.cpp's tokenize and metrics, Ollama's and LM Studio's own API.</summary>
    public async Task<HttpReply> BesideAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        var root = _connection.Endpoint.AbsoluteUri;
        root = root.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? root[..^"/v1".Length] : root;
        using var request = new HttpRequestMessage(method, $"{root.TrimEnd('/')}/{path}");
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (_connection.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var stream = Encodings.Decode(
                await response.Content.ReadAsStreamAsync(cancellationToken), response.Content.Headers.ContentEncoding.LastOrDefault());
            var (content, tooLarge) = await ReadBoundedAsync(stream, cancellationToken);
            return new HttpReply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, content, tooLarge);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw TransportException.From(exception);
        }
    }

    /// <summary>The whole body, up to the bound.</summary>
    public async Task<HttpReply> ReadAsync(ModelResponse response, CancellationToken cancellationToken)
    {
        var (bytes, tooLarge) = await ReadBoundedAsync(response.Content, cancellationToken);
        return new HttpReply(
            response.Status,
            response.ContentType,
            bytes,
            tooLarge,
            ReadRetryAfter(response.RetryAfter),
            Uri.TryCreate(
                _connection.Endpoint, response.Location, out var target) ? $"{target.Scheme}://{target.Authority}{target.AbsolutePath}" : null);
    }

    /// <summary>Whether a server that gives no answer to http would take the handshake of https.</summary>
    [SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "Nothing is sent over the connection.")]
    public async Task<bool> SpeaksTlsAsync(CancellationToken cancellationToken)
    {
        if (_connection.Endpoint.Scheme != Uri.UriSchemeHttp)
        {
            return false;
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(_connection.Endpoint.Host, _connection.Endpoint.Port, cancellationToken);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _connection.Endpoint.Host,
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                },
                cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static async Task<ModelResponse> OpenAsync(Func<RequestOptions, Task<ClientResult>> send, CancellationToken cancellationToken)
    {
        var options = new RequestOptions
        {
            BufferResponse = false,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
            CancellationToken = cancellationToken,
        };
        try
        {
            return new ModelResponse((await send(options)).GetRawResponse());
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw TransportException.From(exception);
        }
    }

    /// <summary>A body that breaks off gives what came: whether that is enough is decided by reading it.</summary>
    private async Task<(ReadOnlyMemory<byte> Bytes, bool TooLarge)> ReadBoundedAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer.GetMemory(), cancellationToken);
                if (read == 0)
                {
                    return (buffer.WrittenMemory, false);
                }

                buffer.Advance(read);
                if (buffer.WrittenCount > _maxBytes)
                {
                    return (buffer.WrittenMemory[..(int)_maxBytes], true);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            return (buffer.WrittenMemory, false);
        }
    }

    private TimeSpan? ReadRetryAfter(string? value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return RetryConditionHeaderValue.TryParse(value, out var condition) && condition.Date is { } date && date > _time.GetUtcNow()
            ? date - _time.GetUtcNow()
            : null;
    }
}

/// <summary>A response whose body is still to be read.</summary>
internal sealed class ModelResponse : IAsyncDisposable
{
    private readonly PipelineResponse _response;

    public ModelResponse(PipelineResponse response)
    {
        _response = response;
        response.Headers.TryGetValue("Content-Type", out var type);
        response.Headers.TryGetValue("Content-Encoding", out var encoding);
        response.Headers.TryGetValue("Retry-After", out var retryAfter);
        response.Headers.TryGetValue("Location", out var location);
        ContentType = MediaTypeHeaderValue.TryParse(type, out var media) ? media.MediaType : null;
        RetryAfter = retryAfter;
        Location = location;

        // Taken out of the response, which on its end would buffer a stream in memory once more and refuse one that was read.
        var content = response.ContentStream ?? Stream.Null;
        response.ContentStream = null;
        Content = Encodings.Decode(content, encoding);
    }

    /// <summary>HTTP status.</summary>
    public int Status => _response.Status;

    /// <summary>Media type without parameters; null where the response names none.</summary>
    public string? ContentType { get; }

    public string? RetryAfter { get; }

    public string? Location { get; }

    public Stream Content { get; }

    /// <summary>Whether completions come as server-sent events.</summary>
    public bool IsStream => Status is >= 200 and < 300 && ContentType is "text/event-stream";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        _response.Dispose();
    }
}

/// <summary>Encodings that nobody asked for, and some proxies use all the same.</summary>
internal static class Encodings
{
    public static Stream Decode(Stream content, string? encoding) => encoding?.Trim().ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(content, CompressionMode.Decompress),
        "br" => new BrotliStream(content, CompressionMode.Decompress),
        "deflate" => new ZLibStream(content, CompressionMode.Decompress),
        _ => content,
    };
}

/// <summary>Sends the key as the endpoint wants it: Azure's in a header of its own, and none where there is none.</summary>
internal sealed class KeyPolicy(ModelConnection connection) : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Apply(message.Request);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Apply(message.Request);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private void Apply(PipelineRequest request)
    {
        if (connection.Key is null || connection.IsAzure)
        {
            request.Headers.Remove("Authorization");
        }

        if (connection is { IsAzure: true, Key: { } key })
        {
            request.Headers.Set("api-key", key);
        }

        if (connection.ApiVersion is { } version && request.Uri is { } uri)
        {
            request.Uri = new UriBuilder(uri) { Query = $"api-version={version}" }.Uri;
        }
    }
}

/// <summary>No HTTP response came; the message says why in a few words without addresses or keys.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Always made from the failure that it describes.")]
internal sealed class TransportException(Sentence message, Sentence? advice, Exception innerException)
    : Exception(message.ToString(), innerException)
{
    /// <summary>The message, to be part of another.</summary>
    public Sentence Sentence => message;

    /// <summary>Something took the connection and gave no HTTP: it may speak another protocol.</summary>
    public bool IsMute { get; private init; }

    /// <summary>Trying again will not help.</summary>
    public bool IsPermanent => Advice is not null;

    /// <summary>What to do where trying again does not help; null where it may.</summary>
    public Sentence? Advice { get; } = advice;

    public static TransportException From(Exception exception)
    {
        static Exception? Next(Exception outer) => outer is AggregateException many ? many.InnerExceptions[^1] : outer.InnerException;
        for (var inner = (Exception?)exception; inner is not null; inner = Next(inner))
        {
            if (inner is TimeoutException)
            {
                return new TransportException("no connection in time", null, exception);
            }

            if (inner is AuthenticationException)
            {
                return new TransportException(
                    "the TLS handshake failed",
                    TlsAdvice,
                    exception);
            }

            if (inner is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
            {
                return new TransportException(UnknownHost, "Check Endpoint in the connection string.", exception);
            }

            if (inner is HttpRequestException request && Describe(request.HttpRequestError) is { } message
                && !HasInner<AuthenticationException>(inner))
            {
                return new TransportException(message, null, exception)
                {
                    IsMute = request.HttpRequestError
                        is HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError,
                };
            }
        }

        return new TransportException(Broke, null, exception);
    }

    private static bool HasInner<T>(Exception exception)
        where T : Exception
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is T)
            {
                return true;
            }
        }

        return false;
    }

    internal const string TlsAdvice = "Is Endpoint https where the server speaks http? A self-signed certificate has to be trusted on this machine.";

    private const string UnknownHost = "the host name is not known";

    private const string Broke = "the connection broke";

    /// <summary>Why no answer came, for people.</summary>
    internal static Sentence Why(HttpRequestError error) =>
        error == HttpRequestError.NameResolutionError ? UnknownHost : Describe(error) ?? Broke;

    private static string? Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.ConnectionError => "connection refused",
        HttpRequestError.SecureConnectionError => "the TLS handshake failed",
        HttpRequestError.ResponseEnded => "the connection was closed without an answer",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "the answer was no HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "the answer's headers are too large",
        _ => null,
    };
}
