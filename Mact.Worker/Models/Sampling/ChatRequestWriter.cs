using System.Text.Encodings.Web;
using System.Text.Json;
using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>Writes request bodies with the fields that the endpoint is known to take. Same input, same bytes: prefix caches rely on it.</summary>
internal static class ChatRequestWriter
{
    // The body is no HTML: tables in other scripts stay as they are instead of six bytes a character.
    private static readonly WireJson Json = new(new JsonSerializerOptions(WireJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static readonly Dictionary<string, bool> NoThinking = new(StringComparer.Ordinal) { ["enable_thinking"] = false };

    /// <summary>The body, and the optional fields in it by their JSON names.</summary>
    public static (byte[] Body, IReadOnlyList<string> Fields) Write(
        SampleRequest request, ServedModel model, int n, long? seed, int maxTokens, ModelOptions options, EndpointCapabilities capabilities)
    {
        var fields = new List<string>();
        var profile = options.ProfileOf(model.Name);
        var isVendor = HasVendorFields(model, options);
        var takesMaxTokens = capabilities.Takes("max_tokens");
        fields.Add(takesMaxTokens ? "max_tokens" : "max_completion_tokens");
        var body = new ChatRequestBody
        {
            Model = model.Name,
            Messages = request.Messages,
            N = n == 1 ? null : n,
            Temperature = Taken("temperature", (double?)request.Temperature),
            TopP = Taken("top_p", request.TopP is 1 ? null : request.TopP),
            Seed = Taken("seed", seed),
            MaxTokens = takesMaxTokens ? maxTokens : null,
            MaxCompletionTokens = takesMaxTokens ? null : maxTokens,
            Stop = request.Stop.Count == 0 ? null : request.Stop,
            Logprobs = request.Logprobs ? Taken("logprobs", (bool?)true) : null,
            PresencePenalty = Taken("presence_penalty", profile.PresencePenalty),
            TopK = isVendor ? Taken("top_k", profile.TopK) : null,
            MinP = isVendor ? Taken("min_p", profile.MinP) : null,
            RepetitionPenalty = isVendor ? Taken("repetition_penalty", profile.RepetitionPenalty) : null,
            ChatTemplateArguments = TemplateArguments(model, options, capabilities),
        };
        if (body.ChatTemplateArguments is not null)
        {
            fields.Add("chat_template_kwargs");
        }

        return (JsonSerializer.SerializeToUtf8Bytes(body, Json.ChatRequestBody), fields);

        T? Taken<T>(string field, T? value)
            where T : struct
        {
            if (value is null || !capabilities.Takes(field))
            {
                return null;
            }

            fields.Add(field);
            return value;
        }
    }

    /// <summary>The body for vLLM's /tokenize: the same template, so the same count.</summary>
    public static byte[] WriteTokenize(SampleRequest request, ServedModel model, ModelOptions options, EndpointCapabilities capabilities) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new TokenizeRequestBody(model.Name, request.Messages, TemplateArguments(model, options, capabilities)), Json.TokenizeRequestBody);

    /// <summary>Whether vLLM's own fields are sent to this model.</summary>
    public static bool HasVendorFields(ServedModel model, ModelOptions options) => options.VendorFields switch
    {
        VendorFields.On => true,
        VendorFields.Off => false,
        _ => model.IsVllm,
    };

    private static Dictionary<string, bool>? TemplateArguments(ServedModel model, ModelOptions options, EndpointCapabilities capabilities) =>
        HasVendorFields(model, options)
        && (options.ProfileOf(model.Name).DisableThinking ?? options.DisableThinking)
        && capabilities.Takes("chat_template_kwargs")
            ? NoThinking
            : null;
}
