using System.Text.Encodings.Web;
using System.Text.Json;
using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>A request body, and the optional fields in it by their JSON names.</summary>
internal sealed record WrittenRequest(byte[] Body, IReadOnlyList<string> Fields, string? RequestId, bool IsBegun);

/// <summary>Writes request bodies with the fields that the endpoint is known to take. Same input, same bytes: prefix caches rely on it.</summary>
internal static class ChatRequestWriter
{
    private const string Template = "chat_template_kwargs";
    private const string Effort = "reasoning_effort";
    private const string Begun = "continue_final_message";

    // The body is no HTML: tables in other scripts stay as they are instead of six bytes a character.
    private static readonly WireJson Json = new(
        new JsonSerializerOptions(WireJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The mildest effort, for servers that know no "none".</summary>
    public const string NoEffort = $"{Effort}=none";

    private static readonly JsonElement AnswerFormat = JsonElement.Parse(
        """
        {"type":"json_schema","json_schema":{"name":"reply","strict":true,"schema":{"type":"object","properties":{"answer":{"type":"string"}},
        "required":["answer"],"additionalProperties":false}}}
        """);

    private static readonly Dictionary<string, bool> NoThinking = new(StringComparer.Ordinal) { ["enable_thinking"] = false };

    public static WrittenRequest Write(CallContext call, int n, long? seed, int maxTokens, string? requestId)
    {
        var (request, model, options, capabilities) = (call.Request, call.Model, call.Options, call.Capabilities);
        var fields = new List<string>();
        var profile = options.ProfileOf(model.Name);
        var isVllm = HasVendorFields(model, options);
        var thinks = Thinks(request, model, options);
        var takesMaxTokens = capabilities.Takes("max_tokens");
        fields.Add(takesMaxTokens ? "max_tokens" : "max_completion_tokens");
        if (n > 1)
        {
            fields.Add("n");
        }

        var streams = options.Stream ? Taken("stream", (bool?)true) : null;
        var isBegun = request.BegunReply is not null && Continues(call) && !(request.IsAnswerLine && capabilities.Knowledge.Structures == true);
        if (isBegun)
        {
            fields.Add(Begun);
        }

        var body = new ChatRequestBody
        {
            Model = model.Name,
            Messages = Messages(request, capabilities, isBegun),
            N = n == 1 ? null : n,
            Temperature = Taken("temperature", (double?)request.Temperature),
            TopP = Taken("top_p", request.TopP is 1 ? null : request.TopP),
            Seed = Taken("seed", seed),
            MaxTokens = takesMaxTokens ? maxTokens : null,
            MaxCompletionTokens = takesMaxTokens ? null : maxTokens,

            // Stops are matched over thinking too, which may well hold a marker.
            Stop = request.Stop.Count == 0 || thinks || !capabilities.Takes("stop") ? null : [.. request.Stop.Take(4)],
            Logprobs = request.Logprobs ? Taken("logprobs", (bool?)true) : null,
            PresencePenalty = Taken("presence_penalty", profile.PresencePenalty),
            Stream = streams,
            StreamOptions = streams is true && Taken("stream_options", (bool?)true) is true ? new StreamOptionsBody(IncludeUsage: true) : null,
            ResponseFormat = request.IsAnswerLine && capabilities.Knowledge.Structures == true && Taken("response_format", (bool?)true) is true
                ? AnswerFormat
                : null,
            ReasoningEffort = !thinks && ThinkingSwitches(model, options, capabilities).Contains(Effort)
                ? (capabilities.Takes(NoEffort) ? "none" : "low")
                : null,
            TopK = isVllm ? Taken("top_k", profile.TopK) : null,
            MinP = isVllm ? Taken("min_p", profile.MinP) : null,
            RepetitionPenalty = isVllm ? Taken("repetition_penalty", profile.RepetitionPenalty) : null,
            Priority = isVllm && request.IsEvaluation ? Taken("priority", (int?)1) : null,
            RequestId = isVllm && requestId is not null && capabilities.Takes("request_id") ? requestId : null,
            ThinkingTokenBudget = isVllm && thinks ? Taken("thinking_token_budget", options.ThinkingTokenBudget) : null,
            ContinueFinalMessage = isBegun ? true : null,
            AddGenerationPrompt = isBegun ? false : null,
            ChatTemplateArguments = TemplateArguments(request, model, options, capabilities),
        };
        Note(Template, body.ChatTemplateArguments is not null);
        Note(Effort, body.ReasoningEffort is not null);
        Note("request_id", body.RequestId is not null);
        Note("stop", body.Stop is not null);
        return new WrittenRequest(JsonSerializer.SerializeToUtf8Bytes(body, Json.ChatRequestBody), fields, isVllm ? requestId : null, isBegun);

        void Note(string field, bool isSent)
        {
            if (isSent)
            {
                fields.Add(field);
            }
        }

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
    public static byte[] WriteTokenize(CallContext call) => JsonSerializer.SerializeToUtf8Bytes(
        new TokenizeRequestBody(
            call.Model.Name,
            Messages(call.Request, call.Capabilities, isBegun: false),
            TemplateArguments(call.Request, call.Model, call.Options, call.Capabilities)),
        Json.TokenizeRequestBody);

    /// <summary>The body for llama.cpp's /tokenize, which knows no messages.</summary>
    public static byte[] WriteTokenizeText(SampleRequest request) => JsonSerializer.SerializeToUtf8Bytes(
        new TokenizeTextBody(string.Join('\n', request.Messages.Select(static message => message.Content))), Json.TokenizeTextBody);

    /// <summary>Whether vLLM's own fields are sent to this model.</summary>
    public static bool HasVendorFields(ServedModel model, ModelOptions options) => options.VendorFields switch
    {
        VendorFields.On => true,
        VendorFields.Off => false,
        _ => model.IsVllm,
    };

    /// <summary>Whether the model may think in this call.</summary>
    public static bool Thinks(SampleRequest request, ServedModel model, ModelOptions options) =>
        request.Thinks
        ?? (options.ThinkingFor.Contains(request.Purpose) || !(options.ProfileOf(model.Name).DisableThinking ?? options.DisableThinking));

    /// <summary>
    /// The fields that switch thinking off there: what the family is known to take, and where it thinks all the same every one that there is.
    /// </summary>
    public static IReadOnlyList<string> ThinkingSwitches(ServedModel model, ModelOptions options, EndpointCapabilities capabilities)
    {
        var isTemplate = HasVendorFields(model, options) || model.Family is EndpointFamily.SgLang or EndpointFamily.LlamaCpp;
        var isEffort = model.Family == EndpointFamily.Ollama;
        if (capabilities.Knowledge.ThinksUnasked)
        {
            isTemplate |= model.Family is not (EndpointFamily.OpenAI or EndpointFamily.Azure);
            isEffort = true;
        }

        return
        [
            .. isTemplate && options.VendorFields != VendorFields.Off && capabilities.Takes(Template) ? [Template] : Array.Empty<string>(),
            .. isEffort && capabilities.Takes(Effort) ? [Effort] : Array.Empty<string>(),
        ];
    }

    /// <summary>Whether the server goes on with a begun reply, as far as is known.</summary>
    public static bool Continues(CallContext call) =>
        (HasVendorFields(call.Model, call.Options) || call.Model.Family == EndpointFamily.LlamaCpp)
        && !Thinks(call.Request, call.Model, call.Options)
        && call.Capabilities.Takes(Begun)
        && call.Capabilities.Knowledge.Continues != false;

    private static Dictionary<string, bool>? TemplateArguments(
        SampleRequest request, ServedModel model, ModelOptions options, EndpointCapabilities capabilities) =>
        !Thinks(request, model, options) && ThinkingSwitches(model, options, capabilities).Contains(Template) ? NoThinking : null;

    private static List<ChatMessage> Messages(SampleRequest request, EndpointCapabilities capabilities, bool isBegun)
    {
        var messages = request.Messages.ToList();
        if (!capabilities.Knowledge.TakesSystemRole)
        {
            messages = Folded(messages);
        }

        if (isBegun)
        {
            messages.Add(new ChatMessage("assistant", request.BegunReply!));
        }

        return messages;
    }

    /// <summary>System messages become part of the user message after them, and users and assistants take turns.</summary>
    private static List<ChatMessage> Folded(List<ChatMessage> messages)
    {
        List<ChatMessage> folded = [];
        foreach (var message in messages)
        {
            var role = message.Role is "assistant" ? "assistant" : "user";
            if (folded.Count > 0 && folded[^1].Role == role)
            {
                folded[^1] = new ChatMessage(role, $"{folded[^1].Content}\n\n{message.Content}");
            }
            else
            {
                folded.Add(new ChatMessage(role, message.Content));
            }
        }

        return folded;
    }
}
