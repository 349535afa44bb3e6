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

    /// <summary>A job's state, where a queue answers for the model (RunPod).</summary>
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Status { get; init; }

    /// <summary>A string or an object.</summary>
    public JsonElement? Error { get; init; }

    /// <summary>"error" in vLLM's flat form before 0.10.1.</summary>
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Object { get; init; }

    [JsonConverter(typeof(LenientStringConverter))]
    public string? Message { get; init; }

    [JsonConverter(typeof(LenientStringConverter))]
    public string? Type { get; init; }

    [JsonConverter(typeof(LenientStringConverter))]
    public string? Param { get; init; }

    /// <summary>A number or a string.</summary>
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Code { get; init; }

    /// <summary>FastAPI's own errors: a string or a list.</summary>
    public JsonElement? Detail { get; init; }
}
