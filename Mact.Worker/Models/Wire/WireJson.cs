using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>The JSON of OpenAI's protocol: snake_case names, nulls left out, numbers also as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowTrailingCommas = true,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip)]
[JsonSerializable(typeof(ChatRequestBody))]
[JsonSerializable(typeof(TokenizeRequestBody))]
[JsonSerializable(typeof(TokenizeReplyBody))]
[JsonSerializable(typeof(ChatReplyBody))]
[JsonSerializable(typeof(ModelListBody))]
[JsonSerializable(typeof(ModelBody))]
[JsonSerializable(typeof(ChoiceBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(LogprobsBody))]
[JsonSerializable(typeof(TokenLogprobBody))]
[JsonSerializable(typeof(UsageBody))]
[JsonSerializable(typeof(PromptTokensDetailsBody))]
internal sealed partial class WireJson : JsonSerializerContext;
