using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>The body of a request to /v1/chat/completions; members that are null are not sent.</summary>
internal sealed record ChatRequestBody
{
    public required string Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public int? N { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public long? Seed { get; init; }

    public int? MaxTokens { get; init; }

    /// <summary>OpenAI's newer name of max_tokens; one of them is sent.</summary>
    public int? MaxCompletionTokens { get; init; }

    public IReadOnlyList<string>? Stop { get; init; }

    public bool? Logprobs { get; init; }

    public double? PresencePenalty { get; init; }

    public int? TopK { get; init; }

    public double? MinP { get; init; }

    public double? RepetitionPenalty { get; init; }

    [JsonPropertyName("chat_template_kwargs")]
    public IReadOnlyDictionary<string, bool>? ChatTemplateArguments { get; init; }
}

/// <summary>The body of a request to vLLM's /tokenize.</summary>
internal sealed record TokenizeRequestBody(
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    [property: JsonPropertyName("chat_template_kwargs")] IReadOnlyDictionary<string, bool>? ChatTemplateArguments);
