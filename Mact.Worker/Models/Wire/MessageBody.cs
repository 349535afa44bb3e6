using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

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
}
