using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>The reply of vLLM's /tokenize; the tokens themselves are not read.</summary>
internal sealed record TokenizeReplyBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? Count { get; init; }

    [JsonConverter(typeof(LenientInt64Converter))]
    public long? MaxModelLen { get; init; }
}
