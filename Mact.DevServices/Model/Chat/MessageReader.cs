using System.Text.Json;

namespace Mact.DevServices.Model.Chat;

/// <summary>Reads <c>messages</c>: contents are a text, a list of text parts, or null for an assistant's turn.</summary>
internal static class MessageReader
{
    public static IReadOnlyList<ModelMessage> Read(RequestFields fields)
    {
        var list = fields.List("messages") ?? throw RequestFields.Wrong("missing", "messages", "Field required");
        if (list.Count == 0)
        {
            throw new ApiErrorException(ApiError.BadRequest("messages must contain at least one message"));
        }

        return [.. list.Select(ReadMessage)];
    }

    private static ModelMessage ReadMessage(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            throw RequestFields.Wrong("dict_type", "messages", "Input should be a valid dictionary");
        }

        var fields = new RequestFields(element);
        var role = fields.Text("role") ?? throw RequestFields.Wrong("missing", "messages", "Field required: role");
        return new ModelMessage(role, ReadContent(fields));
    }

    private static string ReadContent(RequestFields fields)
    {
        var content = fields.Find("content");
        return content?.ValueKind switch
        {
            null => "",
            JsonValueKind.String => RequestFields.TextOf(content.Value, "messages"),
            JsonValueKind.Array => string.Join('\n', content.Value.EnumerateArray().Select(ReadPart)),
            _ => throw RequestFields.Wrong("string_type", "messages", "Input should be a valid string: content"),
        };
    }

    private static string ReadPart(JsonElement part)
    {
        if (part.ValueKind is JsonValueKind.String)
        {
            return RequestFields.TextOf(part, "messages");
        }

        if (part.ValueKind is not JsonValueKind.Object)
        {
            throw RequestFields.Wrong("dict_type", "messages", "Input should be a valid dictionary: content part");
        }

        var fields = new RequestFields(part);
        return fields.Text("type") switch
        {
            "text" => fields.Text("text") ?? "",
            var type => throw new ApiErrorException(ApiError.BadRequest($"At most 0 {type ?? "unknown"} part(s) may be provided in one prompt: this model reads text only.")),
        };
    }
}
