using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Mact.Core.Models;

namespace Mact.Worker.Models.Wire;

/// <summary>An HTTP response as far as it was read.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Media type without parameters; null where the response names none.</param>
/// <param name="Body">The bytes, up to the configured bound.</param>
/// <param name="TooLarge">The body goes on past that bound.</param>
/// <param name="RetryAfter">From the header, not capped.</param>
/// <param name="Location">Host that a redirect points to.</param>
internal sealed record HttpReply(
    int Status,
    string? ContentType,
    ReadOnlyMemory<byte> Body,
    bool TooLarge = false,
    TimeSpan? RetryAfter = null,
    string? Location = null);

/// <summary>What of a request is needed to understand why it was refused.</summary>
/// <param name="N">Samples asked.</param>
/// <param name="Fields">The optional fields that were sent, by their JSON names.</param>
/// <param name="HasVersion">Whether the base URL ends in /v1.</param>
internal sealed record RequestFacts(int N, IReadOnlyList<string> Fields, bool HasVersion)
{
    /// <summary>Texts at which a sample ends.</summary>
    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>Whether a sample's text holds its end; null = the stops and the server's ends alone.</summary>
    public Func<string, bool>? IsEnd { get; init; }

    /// <summary>Tokens asked for a sample at most; 0 where unknown.</summary>
    public int MaxTokens { get; init; }
}

/// <summary>What a response means. Closed: whoever switches over it covers every case. Messages are words without a key.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>There is at least one choice.</summary>
    public sealed record Completed(ChatReplyBody Body) : Reply;

    /// <summary>It broke in the middle: what was complete is kept, the rest is asked again.</summary>
    /// <param name="Body">The choices whose end came; may be none.</param>
    /// <param name="Cause">What broke it.</param>
    /// <param name="IsStall">The connection stood, and no token came.</param>
    public sealed record Interrupted(ChatReplyBody Body, Reply Cause, bool IsStall) : Reply
    {
        /// <summary>Choices that broke off after some text, with the tokens that they have.</summary>
        public IReadOnlyList<(ChoiceBody Choice, long Tokens)> BrokenOff { get; init; } = [];
    }


    /// <summary>Not now: wait and ask again.</summary>
    /// <param name="Reason">One of <see cref="WaitReasons"/>; starting and unreachable are told apart by the caller.</param>
    /// <param name="Message">Why.</param>
    /// <param name="RetryAfter">As the endpoint asked, not capped.</param>
    public sealed record NotReady(string Reason, Sentence Message, TimeSpan? RetryAfter = null) : Reply;

    /// <summary>The server failed (500): it may be starting, or it may be this request.</summary>
    public sealed record ServerFailed(Sentence Message) : Reply;

    /// <summary>Not a completion; a few more tries may help.</summary>
    public sealed record Broken(Sentence Message) : Reply;

    /// <summary>The endpoint does not serve the model's name.</summary>
    public sealed record ModelMissing(string Message) : Reply;

    /// <summary>The key is missing, wrong or not allowed to do this.</summary>
    public sealed record KeyRefused(Sentence Message) : Reply;

    /// <summary>Nothing at this address speaks the protocol.</summary>
    public sealed record EndpointWrong(Sentence Message) : Reply;

    /// <summary>Prompt and max_tokens together do not fit the context.</summary>
    /// <param name="Message">As the server said it.</param>
    /// <param name="ContextTokens">The context; null where the server does not say.</param>
    /// <param name="PromptTokens">The prompt; null where the server does not say.</param>
    /// <param name="IsAtLeast">The server stopped counting the prompt there.</param>
    public sealed record ContextExceeded(string Message, int? ContextTokens, int? PromptTokens, bool IsAtLeast) : Reply
    {
        /// <summary>What may be asked for a sample at most, where the server says that.</summary>
        public int? LargestOutput { get; init; }

        /// <summary>It is a limit of tokens in a time, not of the model.</summary>
        public bool IsForNow { get; init; }
    }

    /// <summary>n is too large for this endpoint.</summary>
    /// <param name="Largest">The n to go on with, 1 or more.</param>
    public sealed record BatchRefused(int Largest) : Reply;

    /// <summary>An optional field is not known to this endpoint.</summary>
    public sealed record FieldRefused(string Field, string Message) : Reply;

    /// <summary>The chat template takes no system message, or wants user and assistant by turns.</summary>
    public sealed record RolesRefused(string Message) : Reply;

    /// <summary>The engine behind the server died; the server goes down and comes back, or not.</summary>
    public sealed record EngineDied(string Message) : Reply;

    /// <summary>The request is refused for another reason.</summary>
    public sealed record RequestRefused(Sentence Message) : Reply;
}

/// <summary>Decides what a response to a request for completions means. Pure; whatever the bytes, it gives a <see cref="Reply"/>.</summary>
internal static class ReplyReader
{
    private const int ShownCharacters = 300;
    private const int MaxErrorBytes = 16 * 1024;

    private static readonly JsonReaderOptions ReaderOptions = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static Reply Read(HttpReply reply, RequestFacts facts)
    {
        try
        {
            return Decide(reply, facts);
        }
        catch (RegexMatchTimeoutException)
        {
            return new Reply.Broken($"The endpoint answered HTTP {reply.Status} with an error that is hard to read: {Excerpt(reply.Body)}");
        }
    }

    private static Reply Decide(HttpReply reply, RequestFacts facts)
    {
        if (reply.TooLarge)
        {
            return new Reply.Broken(
                $"The endpoint's answer (HTTP {reply.Status}) is larger than {reply.Body.Length} bytes (Models:MaxResponseBytes).");
        }

        if (reply.Status is >= 200 and < 300 && IsEvents(reply.Body.Span))
        {
            return FromEvents(reply, facts);
        }

        var body = Parse(reply.Body);
        if (reply.Status is >= 200 and < 300)
        {
            return body is null ? NotJson(reply) : FromSuccess(reply, body, facts);
        }

        if (reply.Status is >= 300 and < 400)
        {
            return new Reply.EndpointWrong(
                $"The endpoint redirects (HTTP {reply.Status}) to {reply.Location ?? (object)(Sentence)"another address"}. Set Endpoint to the final "
                    + $"address, ending in /v1.");
        }

        var error = Element(reply.Body) is { } said ? ServerErrorReader.Read(said, isRefusal: true) : null;
        return ReplyClassifier.Classify(reply.Status, error ?? ServerErrorReader.FromText(Plain(reply)), reply, facts);
    }

    /// <summary>The first characters of a body on one line, for an error message.</summary>
    public static string Excerpt(ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, ShownCharacters * 4)]);
        return Excerpt(text);
    }

    /// <inheritdoc cref="Excerpt(ReadOnlyMemory{byte})"/>
    public static string Excerpt(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, ShownCharacters));
        foreach (var c in text)
        {
            if (line.Length >= ShownCharacters)
            {
                break;
            }

            line.Append(char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c);
        }

        return line.ToString().Trim();
    }

    /// <summary>Null when the bytes are no JSON object.</summary>
    internal static ChatReplyBody? Parse(ReadOnlyMemory<byte> bytes) => Parse(bytes, WireJson.Default.ChatReplyBody);

    /// <summary>
    /// Null when the bytes are no JSON of this type. What follows the value is left; broken UTF-8 and lone surrogates become U+FFFD, and a bare
    /// NaN or Infinity, as Python writes them, null.
    /// </summary>
    internal static T? Parse<T>(ReadOnlyMemory<byte> bytes, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => Lenient(bytes, (ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, type));

    /// <summary>The first value in the bytes, read as leniently; null when they hold none.</summary>
    internal static JsonElement? Element(ReadOnlyMemory<byte> bytes) => Lenient(bytes, static (ref Utf8JsonReader reader) =>
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new Boxed(document.RootElement.Clone());
    })?.Element;

    private static T? Lenient<T>(ReadOnlyMemory<byte> bytes, LenientRead<T> read)
        where T : class
    {
        var span = bytes.Span.StartsWith("\uFEFF"u8) ? bytes.Span[3..] : bytes.Span;
        if (!Utf8.IsValid(span))
        {
            span = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(span));
        }

        return Attempt(span, read) ?? (LenientJson.Repair(span) is { } repaired ? Attempt(repaired, read) : null);
    }

    private static T? Attempt<T>(ReadOnlySpan<byte> bytes, LenientRead<T> read)
        where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, ReaderOptions);
            return read(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private delegate T? LenientRead<T>(ref Utf8JsonReader reader);

    private sealed record Boxed(JsonElement Element);

    private static Reply FromSuccess(HttpReply reply, ChatReplyBody body, RequestFacts facts)
    {
        if (body.Choices is { Count: > 0 })
        {
            return new Reply.Completed(body);
        }

        if (body.Error is null && StartingServer.IsQueued(body.Status))
        {
            return new Reply.NotReady(WaitReasons.Queued, $"the request is queued at the provider ({body.Status})", reply.RetryAfter);
        }

        if (Element(reply.Body) is { } said && ServerErrorReader.Read(said, isRefusal: false) is { } error)
        {
            return error.Status is { } status
                ? ReplyClassifier.Classify(status, error, reply, facts)
                : ReplyClassifier.ClassifyText(error, facts)
                    ?? new Reply.Broken($"The endpoint answered HTTP {reply.Status} with an error: {Excerpt(error.Message)}");
        }

        return new Reply.Broken($"The endpoint answered HTTP {reply.Status} without completions: {Excerpt(reply.Body)}");
    }

    private static bool IsEvents(ReadOnlySpan<byte> body) =>
        body.TrimStart("\r\n "u8) is var start && (start.StartsWith("data:"u8) || start.StartsWith("event:"u8) || start.StartsWith(": "u8));

    /// <summary>A stream that nobody asked for, or under the wrong content type.</summary>
    private static Reply FromEvents(HttpReply reply, RequestFacts facts)
    {
        var stream = ChatStream.Read(reply.Body.Span, facts);
        if (stream.Error is { } error)
        {
            return ReplyClassifier.Classify(error.Status ?? 500, error, reply, facts);
        }

        return stream.Begun > 0
            ? new Reply.Completed(stream.Body(all: stream.IsDone))
            : new Reply.Broken($"The endpoint answered HTTP {reply.Status} with a stream without completions: {Excerpt(reply.Body)}");
    }

    private static Reply.Broken NotJson(HttpReply reply) => reply.Body.IsEmpty
        ? new Reply.Broken($"The endpoint answered HTTP {reply.Status} with an empty body.")
        : new Reply.Broken($"The endpoint answered HTTP {reply.Status} with {(Sentence)Describe(reply)}: {Excerpt(reply.Body)}");

    private static string Describe(HttpReply reply)
    {
        var start = Encoding.UTF8.GetString(reply.Body.Span[..Math.Min(reply.Body.Length, 64)]).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return start.StartsWith('<') || reply.ContentType is "text/html"
            ? "a web page instead of JSON"
            : start.StartsWith('{') ? "broken or cut JSON" : "something that is not a JSON object";
    }

    private static string Plain(HttpReply reply)
    {
        var text = Encoding.UTF8.GetString(reply.Body.Span[..Math.Min(reply.Body.Length, MaxErrorBytes)]);
        return Excerpt(Describe(reply) is "a web page instead of JSON" ? ServerErrorReader.FromPage(text) : text);
    }
}
