using System.Text;
using System.Text.Json;

namespace Mact.DevServices.Model.Chat;

/// <summary>Writes the chunks of a streamed reply as server-sent events; keys without a value are left out.</summary>
internal sealed class ChatStreamJson(string id, long created, string model)
{
    /// <summary>The event that ends a stream.</summary>
    public static byte[] Done { get; } = "data: [DONE]\n\n"u8.ToArray();

    public byte[] Role(int index) => Chunk(json =>
        WriteChoice(json, index, static delta =>
        {
            delta.WriteString("role", "assistant");
            delta.WriteString("content", "");
        }));

    public byte[] Content(int index, string text, Action<Utf8JsonWriter>? logprobs) => Chunk(json =>
        WriteChoice(json, index, delta => delta.WriteString("content", text), choice =>
        {
            if (logprobs is not null)
            {
                choice.WritePropertyName("logprobs");
                logprobs(choice);
            }
        }));

    public byte[] Reasoning(int index, string field, string text) => Chunk(json =>
        WriteChoice(json, index, delta => delta.WriteString(field, text)));

    public byte[] Finish(ChatChoice choice) => Chunk(json =>
        WriteChoice(json, choice.Index, static _ => { }, last =>
        {
            last.WriteString("finish_reason", choice.FinishReason);
            if (choice.StopReason is not null)
            {
                last.WriteString("stop_reason", choice.StopReason);
            }
        }));

    public byte[] Usage(ChatUsage usage) => Event(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        WriteHead(json);
        json.WriteStartArray("choices");
        json.WriteEndArray();
        json.WritePropertyName("usage");
        ChatReplyJson.WriteUsage(json, usage);
        json.WriteEndObject();
    }));

    public static byte[] Error(ApiError error) => Event(ApiErrorJson.Write(error, flat: false));

    private byte[] Chunk(Action<Utf8JsonWriter> writeChoice) => Event(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        WriteHead(json);
        json.WriteStartArray("choices");
        writeChoice(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("id", id);
        json.WriteString("object", "chat.completion.chunk");
        json.WriteNumber("created", created);
        json.WriteString("model", model);
    }

    private static void WriteChoice(Utf8JsonWriter json, int index, Action<Utf8JsonWriter> writeDelta, Action<Utf8JsonWriter>? writeRest = null)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteStartObject("delta");
        writeDelta(json);
        json.WriteEndObject();
        writeRest?.Invoke(json);
        json.WriteEndObject();
    }

    private static byte[] Event(byte[] json) => [.. Encoding.UTF8.GetBytes("data: "), .. json, (byte)'\n', (byte)'\n'];
}
