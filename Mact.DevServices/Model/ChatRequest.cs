using System.Text.Json;

namespace Mact.DevServices.Model;

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">Its text; the parts of a divided content are joined by line breaks.</param>
public sealed record Message(string Role, string Content);

/// <summary>
/// What is used of a request for completions, here and by the local model, which compiles this file too; other fields are accepted and ignored, as
/// vLLM does.
/// </summary>
/// <param name="Model">The model asked for; null takes the one that is served.</param>
/// <param name="Messages">The conversation; at least one.</param>
/// <param name="N">How many completions.</param>
/// <param name="MaxTokens">Tokens of a completion at most; null = what the context leaves.</param>
/// <param name="Stop">Texts before which a completion ends.</param>
/// <param name="Temperature">0 to 2.</param>
/// <param name="TopP">0 to 1.</param>
/// <param name="TopK">0 = all tokens.</param>
/// <param name="MinP">0 to 1.</param>
/// <param name="Seed">Where the chance of the first completion begins; null = anywhere.</param>
/// <param name="IsBegun">The last message is the assistant's and goes on.</param>
/// <param name="Thinks">A model that can think first may do so.</param>
/// <param name="WantsLogprobs">Each token's logarithm of probability is told.</param>
/// <param name="Stream">Server-sent events in place of one body.</param>
/// <param name="IncludeUsage">The last event of a stream has the usage.</param>
internal sealed record ChatRequest(
    string? Model,
    IReadOnlyList<Message> Messages,
    int N,
    int? MaxTokens,
    IReadOnlyList<string> Stop,
    double Temperature,
    double TopP,
    int TopK,
    double MinP,
    long? Seed,
    bool IsBegun,
    bool Thinks,
    bool WantsLogprobs,
    bool Stream,
    bool IncludeUsage)
{
    private const int MaxStops = 16;

    /// <summary>Reads a body.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="maxN">Completions of a request at most.</param>
    /// <exception cref="RequestException">The body is no request; the message says why (400).</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body, int maxN)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement, maxN);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw RequestException.Bad($"The body is no request for chat completions: {exception.Message}", param: null);
        }
    }

    /// <summary>Refuses a request for another model than the one that is served (404).</summary>
    public void RequireModel(string served)
    {
        if (Model is { Length: > 0 } && Model != served)
        {
            throw new RequestException(
                StatusCodes.Status404NotFound, "NotFoundError", $"The model `{Model}` does not exist; {served} does.", "model");
        }
    }

    /// <summary>The messages of a body, as <c>/tokenize</c> and completions have them.</summary>
    public static IReadOnlyList<Message> ReadMessages(JsonElement root) => [.. root.GetProperty("messages").EnumerateArray()
        .Select(static message => new Message(message.GetProperty("role").GetString() ?? string.Empty, Content(message)))];

    public static JsonElement? Field(JsonElement element, string name) =>
        element.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    private static ChatRequest Read(JsonElement root, int maxN)
    {
        var messages = ReadMessages(root);
        Require(messages.Count > 0, "At least one message is needed.", "messages");
        var n = Field(root, "n")?.GetInt32() ?? 1;
        Require(n >= 1 && n <= maxN, $"n must be between 1 and {maxN}, got {n}.", "n");
        var maxTokens = (Field(root, "max_completion_tokens") ?? Field(root, "max_tokens"))?.GetInt32();
        Require(maxTokens is null or >= 1, $"max_tokens must be at least 1, got {maxTokens}.", "max_tokens");
        IReadOnlyList<string> stop = Field(root, "stop") switch
        {
            { ValueKind: JsonValueKind.String } text => [text.GetString()!],
            { } list => [.. list.EnumerateArray().Select(static text => text.GetString() ?? string.Empty)],
            null => [],
        };
        Require(stop.Count <= MaxStops && stop.All(static text => text.Length > 0), $"stop takes up to {MaxStops} texts, none empty.", "stop");
        var begun = Field(root, "continue_final_message")?.GetBoolean() == true;
        Require(
            !begun || (messages[^1].Role == "assistant" && Field(root, "add_generation_prompt")?.GetBoolean() == false),
            "continue_final_message needs a last message of the assistant and add_generation_prompt false.",
            "continue_final_message");
        return new(
            Field(root, "model")?.GetString(),
            messages,
            n,
            maxTokens,
            stop,
            Number(root, "temperature", 1, 0, 2),
            Number(root, "top_p", 1, 0, 1),
            Math.Max(0, (int)Number(root, "top_k", 0, -1, int.MaxValue)),
            Number(root, "min_p", 0, 0, 1),
            Field(root, "seed")?.GetInt64(),
            begun,
            Field(root, "chat_template_kwargs") is not { } switches || Field(switches, "enable_thinking")?.GetBoolean() != false,
            Field(root, "logprobs")?.GetBoolean() == true,
            Field(root, "stream")?.GetBoolean() == true,
            Field(root, "stream_options") is { } options && Field(options, "include_usage")?.GetBoolean() == true);
    }

    private static double Number(JsonElement root, string name, double defaultValue, double min, double max)
    {
        var number = Field(root, name)?.GetDouble() ?? defaultValue;
        Require(number >= min && number <= max, $"{name} must be in [{min}, {max}], got {number}.", name);
        return number;
    }

    private static string Content(JsonElement message) => Field(message, "content") switch
    {
        null => string.Empty,
        { ValueKind: JsonValueKind.Array } parts => string.Join('\n', parts.EnumerateArray().Select(static part => Field(part, "text")?.GetString())),
        { } text => text.GetString()!,
    };

    private static void Require(bool holds, string message, string param)
    {
        if (!holds)
        {
            throw RequestException.Bad(message, param);
        }
    }
}

/// <summary>Ends a request with an error body of vLLM's form.</summary>
internal sealed class RequestException(int status, string type, string message, string? param) : Exception(message)
{
    public int Status => status;

    /// <summary>The body: <c>{"error":{"message":…,"type":…,"param":…,"code":…}}</c>.</summary>
    public object Body => new { error = new { message = Message, type, param, code = status } };

    public static RequestException Bad(string message, string? param) => new(StatusCodes.Status400BadRequest, "BadRequestError", message, param);
}
