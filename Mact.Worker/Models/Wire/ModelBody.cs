using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

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

    /// <summary>The context in tokens; vLLM only.</summary>
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? MaxModelLen { get; init; }
}
