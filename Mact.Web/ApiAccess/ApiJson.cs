using System.Text.Json.Serialization.Metadata;
using System.Text.Json.Serialization;
using System.Text.Json;

namespace Mact.Web.ApiAccess;

/// <summary>The JSON that the Api speaks: the shapes of Core and those that only the front end knows, all in Core's style.</summary>
public static class ApiJson
{
    /// <summary>Own shapes and those of Core; enums as Core writes them.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(MactJson.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(MactJson.Default, WebJson.Default, EvaluationJson.Default),
        };
        foreach (var converter in EvaluationJson.Default.Options.Converters)
        {
            options.Converters.Add(converter);
        }

        options.MakeReadOnly();
        return options;
    }
}

/// <summary>The shapes that only the front end reads or writes, in the same style as <see cref="MactJson"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnumConverter<ColumnType>)])]
[JsonSerializable(typeof(TableInfo))]
[JsonSerializable(typeof(TableRows))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(TablesRequest))]
[JsonSerializable(typeof(TablesProfile))]
[JsonSerializable(typeof(CorrectionRequest))]
[JsonSerializable(typeof(SkippedTable))]
[JsonSerializable(typeof(UsageInfo))]
[JsonSerializable(typeof(RunExportFile))]
[JsonSerializable(typeof(QueryResult))]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(SubmitReply))]
[JsonSerializable(typeof(QuestionPage))]
[JsonSerializable(typeof(SystemInfo))]
[JsonSerializable(typeof(IReadOnlyList<ModelCheckInfo>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class WebJson : JsonSerializerContext;

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
