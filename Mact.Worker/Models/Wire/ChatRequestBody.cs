using System.Text.Json;
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

    public bool? Stream { get; init; }

    public StreamOptionsBody? StreamOptions { get; init; }

    public JsonElement? ResponseFormat { get; init; }

    /// <summary>"none" switches thinking off on Ollama.</summary>
    public string? ReasoningEffort { get; init; }

    public int? TopK { get; init; }

    public double? MinP { get; init; }

    public double? RepetitionPenalty { get; init; }

    /// <summary>vLLM: lower is sooner.</summary>
    public int? Priority { get; init; }

    /// <summary>vLLM: becomes the id of the reply.</summary>
    public string? RequestId { get; init; }

    /// <summary>vLLM: tokens that thinking may take.</summary>
    public int? ThinkingTokenBudget { get; init; }

    /// <summary>vLLM: the last message is the assistant's and goes on.</summary>
    public bool? ContinueFinalMessage { get; init; }

    public bool? AddGenerationPrompt { get; init; }

    [JsonPropertyName("chat_template_kwargs")]
    public IReadOnlyDictionary<string, bool>? ChatTemplateArguments { get; init; }
}

/// <summary>What a stream carries beside the choices.</summary>
internal sealed record StreamOptionsBody(bool IncludeUsage);

/// <summary>The body of a request to vLLM's /tokenize.</summary>
internal sealed record TokenizeRequestBody(
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    [property: JsonPropertyName("chat_template_kwargs")] IReadOnlyDictionary<string, bool>? ChatTemplateArguments);

/// <summary>The body of a request to llama.cpp's /tokenize.</summary>
internal sealed record TokenizeTextBody(string Content);

/// <summary>The body of a request to Ollama's /api/show.</summary>
internal sealed record ModelNameBody(string Model);
