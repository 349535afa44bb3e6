using System.Text.Json;

namespace Mact.DevServices.Model.Chat;

/// <summary>Writes error bodies: <c>{"error":{…}}</c>, or flat as vLLM did before 0.10.1.</summary>
internal static class ApiErrorJson
{
    public static byte[] Write(ApiError error, bool flat) => JsonBytes.Write(json =>
    {
        if (flat)
        {
            WriteFlat(json, error);
        }
        else
        {
            json.WriteStartObject();
            json.WritePropertyName("error");
            WriteObject(json, error);
            json.WriteEndObject();
        }
    });

    private static void WriteFlat(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject();
        json.WriteString("object", "error");
        WriteFields(json, error);
        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject();
        WriteFields(json, error);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, ApiError error)
    {
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteNumber("code", error.Status);
    }
}
