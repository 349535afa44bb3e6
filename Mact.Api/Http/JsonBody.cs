using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Mact.Core.Tables;

namespace Mact.Api.Http;

/// <summary>JSON of clients: bounded, and refused with the place where it breaks.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Content types that are JSON.</summary>
    public static bool IsJson(string? mediaType) =>
        string.Equals(mediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        || string.Equals(mediaType, "text/json", StringComparison.OrdinalIgnoreCase)
        || (mediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ?? false);

    /// <summary>As many names and values as a document keeps in less than 100 MB; of larger bodies, one in so many bytes.</summary>
    private const int FreeTokens = 5_500_000;

    private const int BytesPerToken = 5;

    /// <summary>Parses text as JSON.</summary>
    /// <exception cref="RequestRefusedException">It is not JSON (400), or takes a document many times its size (413).</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw Broken("It is not UTF-8 text. Save or send it as UTF-8.");
        }

        if (utf8.Length > FreeTokens / 2 && JsonSize.Of(utf8.Span).Tokens > Math.Max(FreeTokens, utf8.Length / BytesPerToken))
        {
            throw new RequestRefusedException(ProblemResult.TooLarge(
                "tooManyCells", "That is too large", "The JSON is made of millions of tiny values. Leave out rows or columns, or send a file."));
        }

        try
        {
            return JsonDocument.Parse(WithoutMark(utf8), Strict);
        }
        catch (JsonException exception)
        {
            throw Broken(Place(exception), exception);
        }
        catch (InvalidOperationException exception)
        {
            // A name, which is compared with the others.
            throw BrokenText(exception);
        }
    }

    /// <summary>Reads a body of a known shape.</summary>
    /// <exception cref="RequestRefusedException">It is not JSON of that shape (400), too large (413) or of another kind (415).</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, int max, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestRefusedException(KnownProblems.UnsupportedMediaType(request.ContentType));
        }

        var bytes = await BoundedBody.ReadAsync(request.Body, request.ContentLength, max, cancellationToken);
        using var document = Parse(bytes);
        try
        {
            return document.Deserialize(type) ?? throw Broken("It is null; an object is needed.");
        }
        catch (JsonException exception)
        {
            throw Broken(
                exception.Path is { Length: > 1 } path ? (Sentence)$"The value at {path} is not of the right kind." : "It is not of the right shape.",
                exception);
        }
        catch (InvalidOperationException exception)
        {
            throw BrokenText(exception);
        }
    }

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="RequestRefusedException">It has half a surrogate pair (400).</exception>
    public static string Text(JsonElement element)
    {
        try
        {
            return element.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException exception)
        {
            throw BrokenText(exception);
        }
    }

    /// <summary>The name of a property.</summary>
    /// <exception cref="RequestRefusedException">It has half a surrogate pair (400).</exception>
    public static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw BrokenText(exception);
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? utf8[3..] : utf8;

    private static Sentence Place(JsonException exception)
    {
        var line = (exception.LineNumber ?? 0) + 1;
        var position = (exception.BytePositionInLine ?? 0) + 1;
        var reason = exception.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
        return $"It breaks at line {line}, byte {position}: {reason}";
    }

    private static RequestRefusedException BrokenText(Exception exception) =>
        Broken("A text in it has half a surrogate pair (\\uD800 to \\uDFFF without its partner).", exception);

    private static RequestRefusedException Broken(Sentence detail, Exception? exception = null) =>
        new(ProblemResult.BadRequest(ProblemCodes.BrokenJson, "The JSON cannot be read", detail), exception);
}

/// <summary>Reads a stream into memory up to a limit, whatever the headers promise.</summary>
internal static class BoundedBody
{
    private const int FirstSize = 64 * 1024;

    // What is larger is taken to be all of what may still come: each doubling would leave as much behind as there is.
    private const int LargeSize = 4 * 1024 * 1024;

    /// <summary>All bytes of the stream.</summary>
    /// <param name="stream">What is read to its end.</param>
    /// <param name="announced">How many bytes there are, where it was said.</param>
    /// <param name="max">How many there may be.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RequestRefusedException">There are more than <paramref name="max"/> bytes (413).</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, long? announced, int max, CancellationToken cancellationToken)
    {
        if (announced > max)
        {
            throw TooLarge(max);
        }

        return await ReadPartAsync(stream, announced ?? max, max, cancellationToken);
    }

    /// <summary>All bytes of a part of a body, of which there are at most <paramref name="left"/>.</summary>
    /// <exception cref="RequestRefusedException">There are more than <paramref name="max"/> bytes (413).</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadPartAsync(Stream stream, long left, int max, CancellationToken cancellationToken)
    {
        // One byte more than may come: where it stays free, all has come.
        var expected = (int)Math.Min(left, max);
        var bytes = new byte[Math.Min(expected + 1, FirstSize)];
        var length = 0;
        int read;
        while ((read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > max)
            {
                throw TooLarge(max);
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, length > expected ? max + 1 : length < LargeSize ? Math.Min(2 * length, expected + 1) : expected + 1);
            }
        }

        return length < bytes.Length / 2 ? bytes.AsSpan(0, length).ToArray() : bytes.AsMemory(0, length);
    }

    private static RequestRefusedException TooLarge(int max) => new(ProblemResult.TooLarge(
        ProblemCodes.TooManyBytes,
        "That is too large",
        $"The limit here is {max:N0} bytes. Leave out columns or rows that the question does not need, or split the source."));
}
