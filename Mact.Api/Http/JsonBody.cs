using System.Buffers;
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

    /// <summary>Parses text as JSON.</summary>
    /// <exception cref="RequestRefusedException">It is not JSON (400), or takes a document many times its size (413).</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw Broken("It is not UTF-8 text. Save or send it as UTF-8.");
        }

        if (JsonSize.IsTooFine(utf8.Span))
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
    private const int BufferSize = 81_920;

    /// <summary>All bytes of the stream.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="announced">How many there are, as the sender says.</param>
    /// <param name="max">How many there may be.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="expected">About how many there are where nobody says it, so that a large body is not copied while it grows.</param>
    /// <exception cref="RequestRefusedException">There are more than <paramref name="max"/> bytes (413).</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream stream, long? announced, int max, CancellationToken cancellationToken, long expected = 0)
    {
        if (announced > max)
        {
            throw TooLarge(max);
        }

        using var content = new MemoryStream((int)(announced ?? Math.Min(expected, max)));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (content.Length + read > max)
                {
                    throw TooLarge(max);
                }

                content.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return content.Length * 2 > content.Capacity ? content.GetBuffer().AsMemory(0, (int)content.Length) : content.ToArray();
    }

    private static RequestRefusedException TooLarge(int max) => new(ProblemResult.TooLarge(
        ProblemCodes.TooManyBytes,
        "That is too large",
        $"The limit here is {max:N0} bytes. Leave out columns or rows that the question does not need, or split the source."));
}
