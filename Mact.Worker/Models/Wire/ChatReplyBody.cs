using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>
/// Whatever came back from /v1/chat/completions: completions, any of the forms of an error, or a queued job. Every member tolerates every
/// JSON type, so that one odd field never costs the completions beside it.
/// </summary>
internal sealed record ChatReplyBody
{
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientStringConverter))]
    public string? Model { get; init; }

    [JsonConverter(typeof(LenientListConverter<ChoiceBody>))]
    public IReadOnlyList<ChoiceBody>? Choices { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<UsageBody>))]
    public UsageBody? Usage { get; init; }

    /// <summary>Times of the request, where vLLM is started to tell them.</summary>
    [JsonConverter(typeof(LenientObjectConverter<MetricsBody>))]
    public MetricsBody? Metrics { get; init; }

    /// <summary>A job's state, where a queue answers for the model (RunPod).</summary>
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Status { get; init; }

    /// <summary>A string or an object.</summary>
    public JsonElement? Error { get; init; }
}

/// <summary>One of the n choices.</summary>
internal sealed record ChoiceBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? Index { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<MessageBody>))]
    public MessageBody? Message { get; init; }

    /// <summary>What a streamed event adds; some servers put it into a plain reply too.</summary>
    [JsonConverter(typeof(LenientObjectConverter<MessageBody>))]
    public MessageBody? Delta { get; init; }

    /// <summary>The text where a server answers in the form of the older completions API.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Text { get; init; }

    [JsonConverter(typeof(LenientStringConverter))]
    public string? FinishReason { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<LogprobsBody>))]
    public LogprobsBody? Logprobs { get; init; }
}

/// <summary>The text of a choice, and its thinking under either of its names.</summary>
internal sealed record MessageBody
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Content { get; init; }

    /// <summary>vLLM's name since 2025-11.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Reasoning { get; init; }

    /// <summary>The name before that, and of other servers.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? ReasoningContent { get; init; }

    /// <summary>Ollama's own name of it.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Thinking { get; init; }

    /// <summary>The thinking under whichever name.</summary>
    [JsonIgnore]
    public string? Thought => Reasoning ?? ReasoningContent ?? Thinking;

    /// <summary>Why the model does not want to answer, instead of content.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Refusal { get; init; }

    /// <summary>Calls of tools, which nobody offered.</summary>
    public JsonElement? ToolCalls { get; init; }
}

/// <summary>Log-probabilities of the tokens of a choice.</summary>
internal sealed record LogprobsBody
{
    [JsonConverter(typeof(LenientListConverter<TokenLogprobBody>))]
    public IReadOnlyList<TokenLogprobBody>? Content { get; init; }
}

internal sealed record TokenLogprobBody
{
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Token { get; init; }

    [JsonConverter(typeof(LenientDoubleConverter))]
    public double? Logprob { get; init; }
}

/// <summary>Tokens as the endpoint counted them: the prompt once whatever n, completions over all choices.</summary>
internal sealed record UsageBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? PromptTokens { get; init; }

    [JsonConverter(typeof(LenientInt64Converter))]
    public long? CompletionTokens { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PromptTokensDetailsBody>))]
    public PromptTokensDetailsBody? PromptTokensDetails { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<CompletionTokensDetailsBody>))]
    public CompletionTokensDetailsBody? CompletionTokensDetails { get; init; }
}

/// <summary>vLLM's times of one request, in milliseconds; none where it drew several samples.</summary>
internal sealed record MetricsBody
{
    [JsonConverter(typeof(LenientDoubleConverter))]
    public double? QueueTimeMs { get; init; }

    [JsonConverter(typeof(LenientDoubleConverter))]
    public double? TimeToFirstTokenMs { get; init; }
}

/// <summary>Where the prompt's tokens came from.</summary>
internal sealed record PromptTokensDetailsBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? CachedTokens { get; init; }
}

/// <summary>What the tokens of the choices were for.</summary>
internal sealed record CompletionTokensDetailsBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? ReasoningTokens { get; init; }
}

/// <summary>The reply of /v1/models.</summary>
internal sealed record ModelListBody
{
    [JsonConverter(typeof(LenientListConverter<ModelBody>))]
    public IReadOnlyList<ModelBody>? Data { get; init; }
}

/// <summary>One served model or adapter.</summary>
internal sealed record ModelBody
{
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientStringConverter))]
    public string? OwnedBy { get; init; }

    /// <summary>The base model of an adapter.</summary>
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Parent { get; init; }

    /// <summary>The context in tokens as vLLM names it.</summary>
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? MaxModelLen { get; init; }

    /// <summary>As OpenRouter and Together name it.</summary>
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? ContextLength { get; init; }

    /// <summary>As Groq names it.</summary>
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? ContextWindow { get; init; }

    /// <summary>As Mistral names it.</summary>
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? MaxContextLength { get; init; }

    /// <summary>As LM Studio names what is loaded.</summary>
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? LoadedContextLength { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<ModelMetaBody>))]
    public ModelMetaBody? Meta { get; init; }

    /// <summary>The context under whichever name; null where none is told.</summary>
    [JsonIgnore]
    public int? Context => (MaxModelLen ?? Meta?.NCtx ?? LoadedContextLength ?? ContextLength ?? ContextWindow ?? MaxContextLength)
        is > 0 and <= int.MaxValue and var tokens ? (int)tokens : null;
}

/// <summary>What llama.cpp tells of a model beside its name.</summary>
internal sealed record ModelMetaBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? NCtx { get; init; }
}

/// <summary>The reply of /tokenize: vLLM counts, llama.cpp lists.</summary>
internal sealed record TokenizeReplyBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? Count { get; init; }

    public JsonElement? Tokens { get; init; }

    [JsonConverter(typeof(LenientInt64Converter))]
    public long? MaxModelLen { get; init; }
}
