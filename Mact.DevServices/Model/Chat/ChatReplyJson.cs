using System.Text.Json;

namespace Mact.DevServices.Model.Chat;

/// <summary>Writes a whole reply as vLLM does: in its field order, nulls written.</summary>
internal static class ChatReplyJson
{
    /// <summary>The <c>system_fingerprint</c>, which says what this is.</summary>
    public const string Fingerprint = "mact-model-stand-in";

    public static byte[] Write(ChatReply reply, bool withUsage = true) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", reply.Id);
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", reply.Created);
        json.WriteString("model", reply.Model);
        json.WriteStartArray("choices");
        foreach (var choice in reply.Choices)
        {
            WriteChoice(json, choice, reply.TopLogprobs);
        }

        json.WriteEndArray();
        json.WriteNull("service_tier");
        json.WriteString("system_fingerprint", Fingerprint);
        if (withUsage)
        {
            json.WritePropertyName("usage");
            WriteUsage(json, reply.Usage);
        }

        foreach (var name in (string[])["prompt_logprobs", "prompt_token_ids", "prompt_text", "kv_transfer_params", "ec_transfer_params", "metrics"])
        {
            json.WriteNull(name);
        }

        json.WriteEndObject();
    });

    public static void WriteUsage(Utf8JsonWriter json, ChatUsage usage)
    {
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens", usage.PromptTokens);
        json.WriteNumber("total_tokens", usage.PromptTokens + usage.CompletionTokens);
        json.WriteNumber("completion_tokens", usage.CompletionTokens);
        if (usage.CachedTokens is { } cached)
        {
            json.WriteStartObject("prompt_tokens_details");
            json.WriteNumber("cached_tokens", cached);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("prompt_tokens_details");
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatChoice choice, int? topLogprobs)
    {
        json.WriteStartObject();
        json.WriteNumber("index", choice.Index);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", choice.Content);
        foreach (var name in (string[])["refusal", "annotations", "audio", "function_call"])
        {
            json.WriteNull(name);
        }

        json.WriteString(choice.ReasoningField, choice.Reasoning);
        json.WriteEndObject();
        if (topLogprobs is { } top)
        {
            json.WritePropertyName("logprobs");
            Logprobs.Write(json, StandInTokenizer.Split(choice.Content ?? ""), 0, choice.Seed, top);
        }
        else
        {
            json.WriteNull("logprobs");
        }

        json.WriteString("finish_reason", choice.FinishReason);
        json.WriteString("stop_reason", choice.StopReason);
        json.WriteNull("token_ids");
        json.WriteNull("routed_experts");
        json.WriteEndObject();
    }
}
