using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Web.ApiAccess;

/// <summary>Column names, given as strings or as objects with a name; both stand for the same columns.</summary>
public sealed class ColumnNamesConverter : JsonConverter<IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return [.. document.RootElement.EnumerateArray().Select(Name)];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (var name in value)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static string Name(JsonElement column) => column.ValueKind == JsonValueKind.Object
        ? column.GetProperty("name").GetString() ?? string.Empty
        : column.GetString() ?? string.Empty;
}
