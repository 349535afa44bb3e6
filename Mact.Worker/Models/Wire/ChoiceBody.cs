using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>One of the n choices.</summary>
internal sealed record ChoiceBody
{
    [JsonConverter(typeof(LenientInt64Converter))]
    public long? Index { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<MessageBody>))]
    public MessageBody? Message { get; init; }

    [JsonConverter(typeof(LenientStringConverter))]
    public string? FinishReason { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<LogprobsBody>))]
    public LogprobsBody? Logprobs { get; init; }
}
