using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>Where the prompt's tokens came from.</summary>
internal sealed record PromptTokensDetailsBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? CachedTokens { get; init; }
}
