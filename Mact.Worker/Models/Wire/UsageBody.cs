using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>Tokens as the endpoint counted them: the prompt once whatever n, completions over all choices.</summary>
internal sealed record UsageBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? PromptTokens { get; init; }

    [JsonConverter(typeof(LenientInt64Converter))]
    public long? CompletionTokens { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PromptTokensDetailsBody>))]
    public PromptTokensDetailsBody? PromptTokensDetails { get; init; }
}
