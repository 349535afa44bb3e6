using Mact.Core.Models;
using System.Buffers;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
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

        // The package wants a key and a model; servers without a key ignore the word, and the body names the model.
        var key = new ApiKeyCredential(connection.Key ?? "none");
        _chat = new ChatClient(connection.Model ?? "auto", key, client);
        _models = new OpenAIModelClient(key, client);
    }

    /// <summary>POST chat/completions.</summary>
    public Task<HttpReply> CompleteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => SendAsync(
        async options =>
        {
            using var content = BinaryContent.Create(new BinaryData(body));
            return await _chat.CompleteChatAsync(content, options);
        },
        cancellationToken);

    /// <summary>GET models.</summary>
    public Task<HttpReply> ListModelsAsync(CancellationToken cancellationToken) => SendAsync(_models.GetModelsAsync, cancellationToken);

    /// <summary>POST vLLM's tokenize, which lies beside /v1.</summary>
    public async Task<HttpReply> TokenizeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var root = _connection.HasVersion ? _connection.Endpoint.AbsoluteUri[..^"/v1".Length] : _connection.Endpoint.AbsoluteUri;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{root.TrimEnd('/')}/tokenize");
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (_connection.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadAsync((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), stream, retryAfter: null, location: null, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw TransportException.From(exception);
        }
    }

    private async Task<HttpReply> SendAsync(Func<RequestOptions, Task<ClientResult>> send, CancellationToken cancellationToken)
    {
        var options = new RequestOptions
        {
            BufferResponse = false,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
            CancellationToken = cancellationToken,
        };
        try
        {
            var result = await send(options);
            using var response = result.GetRawResponse();
            response.Headers.TryGetValue("Content-Type", out var type);
            response.Headers.TryGetValue("Retry-After", out var retryAfter);
            response.Headers.TryGetValue("Location", out var location);

            // Taken out of the response, which on its end would buffer a stream in memory once more and refuse one that was read.
            await using var stream = response.ContentStream ?? Stream.Null;
            response.ContentStream = null;
            return await ReadAsync(response.Status, type, stream, retryAfter, location, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw TransportException.From(exception);
        }
    }

    private async Task<HttpReply> ReadAsync(
        int status, string? contentType, Stream stream, string? retryAfter, string? location, CancellationToken cancellationToken)
    {
        var (bytes, tooLarge) = await ReadBoundedAsync(stream, cancellationToken);
        return new HttpReply(
            status,
            MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.MediaType : null,
            bytes,
            tooLarge,
            ReadRetryAfter(retryAfter),
            Uri.TryCreate(_connection.Endpoint, location, out var target) ? $"{target.Scheme}://{target.Authority}{target.AbsolutePath}" : null);
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
        catch (Exception exception) when (exception is IOException or HttpRequestException)
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

/// <summary>No HTTP response came; the message says why in a few words without addresses or keys.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Always made from the failure that it describes.")]
internal sealed class TransportException(string message, Exception innerException) : Exception(message, innerException)
{
    public static TransportException From(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner is AggregateException many ? many.InnerExceptions[^1] : inner.InnerException)
        {
            if (inner is TimeoutException)
            {
                return new TransportException("no connection in time", exception);
            }

            if (inner is HttpRequestException request && Describe(request.HttpRequestError) is { } words)
            {
                return new TransportException(words, exception);
            }
        }

        return new TransportException("the connection broke", exception);
    }

    private static string? Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the host name is not known",
        HttpRequestError.ConnectionError => "connection refused",
        HttpRequestError.SecureConnectionError => "the TLS handshake failed",
        HttpRequestError.ResponseEnded => "the connection was closed without an answer",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "the answer was no HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "the answer's headers are too large",
        _ => null,
    };
}
