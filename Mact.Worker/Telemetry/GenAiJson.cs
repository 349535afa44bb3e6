using System.Text.Json.Serialization;

namespace Mact.Worker.Telemetry;

/// <summary>The JSON of messages on spans.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<GenAiMessage>))]
internal sealed partial class GenAiJson : JsonSerializerContext;
