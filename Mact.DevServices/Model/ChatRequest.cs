using System.Text.Json;

namespace Mact.DevServices.Model;

/// <summary>What the endpoint uses of a request for completions; every other field is accepted and ignored, as vLLM does.</summary>
/// <param name="Model">The model asked for; null takes the one that is served.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="N">How many completions.</param>
/// <param name="Seed">The first completion's seed; the next ones follow it.</param>
/// <param name="MaxTokens">Tokens of a completion at most; null leaves it to the context window.</param>
/// <param name="Stop">Texts before which a completion ends.</param>
/// <param name="Stream">Server-sent events in place of one body.</param>
/// <param name="IncludeUsage">The last event of a stream has the usage.</param>
internal sealed record ChatRequest(
    string? Model, IReadOnlyList<ModelMessage> Messages, int N, long Seed, int? MaxTokens, IReadOnlyList<string> Stop, bool Stream, bool IncludeUsage)
{
    private const int MaxN = 128;

    /// <summary>Reads a body.</summary>
    /// <exception cref="ChatException">The body is not a request; the message says why.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new ChatException(
                StatusCodes.Status400BadRequest, "BadRequestError", $"The body is no request for chat completions: {exception.Message}", Param: null);
        }
    }

    private static ChatRequest Read(JsonElement root)
    {
        IReadOnlyList<ModelMessage> messages = [.. root.GetProperty("messages").EnumerateArray()
            .Select(static message => new ModelMessage(message.GetProperty("role").GetString() ?? string.Empty, Content(message)))];
        if (messages.Count == 0)
        {
            throw Bad("At least one message is needed.", "messages");
        }

        var n = Field(root, "n")?.GetInt32() ?? 1;
        if (n is < 1 or > MaxN)
        {
            throw Bad($"n must be between 1 and {MaxN}, got {n}.", "n");
        }

        var maxTokens = (Field(root, "max_completion_tokens") ?? Field(root, "max_tokens"))?.GetInt32();
        if (maxTokens < 1)
        {
            throw Bad($"max_tokens must be at least 1, got {maxTokens}.", "max_tokens");
        }

        IReadOnlyList<string> stop = Field(root, "stop") switch
        {
            { ValueKind: JsonValueKind.String } text => [text.GetString()!],
            { } list => [.. list.EnumerateArray().Select(static text => text.GetString()!)],
            null => [],
        };
        var usage = Field(root, "stream_options") is { } options && Field(options, "include_usage")?.GetBoolean() == true;
        return new(
            Field(root, "model")?.GetString(), messages, n, Field(root, "seed")?.GetInt64()
                ?? 0, maxTokens, stop, Field(root, "stream")?.GetBoolean() == true, usage);
    }

    private static string Content(JsonElement message) => Field(message, "content") switch
    {
        null => string.Empty,
        { ValueKind: JsonValueKind.Array } parts => string.Join('\n', parts.EnumerateArray().Select(static part => Field(part, "text")?.GetString())),
        { } text => text.GetString()!,
    };

    private static JsonElement? Field(JsonElement element, string name) =>
        element.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    private static ChatException Bad(string message, string param) => new(StatusCodes.Status400BadRequest, "BadRequestError", message, param);
}

/// <summary>Ends a request with an error body of vLLM's form.</summary>
internal sealed class ChatException(int status, string type, string message, string? Param) : Exception(message)
{
    public int Status => status;

    /// <summary>The body: <c>{"error":{"message":…,"type":…,"param":…,"code":…}}</c>.</summary>
    public byte[] Body => JsonSerializer.SerializeToUtf8Bytes(new { error = new { message = Message, type, param = Param, code = status } });
}
