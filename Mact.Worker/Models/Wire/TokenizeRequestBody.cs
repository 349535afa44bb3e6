using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>The body of a request to vLLM's /tokenize.</summary>
internal sealed record TokenizeRequestBody(
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    [property: JsonPropertyName("chat_template_kwargs")] IReadOnlyDictionary<string, bool>? ChatTemplateArguments);
