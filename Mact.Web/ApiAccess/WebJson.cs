using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mact.Core;

namespace Mact.Web.ApiAccess;

/// <summary>The shapes that only the front end reads or writes, in the same style as <see cref="MactJson"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TableInfo))]
[JsonSerializable(typeof(TableRows))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryResult))]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(SubmitReply))]
[JsonSerializable(typeof(QuestionPage))]
[JsonSerializable(typeof(SystemInfo))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class WebJson : JsonSerializerContext
{
    /// <summary>Own shapes first, then those of Core; enums as Core writes them.</summary>
    public static JsonSerializerOptions Both { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(MactJson.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(MactJson.Default, Default),
        };
        options.MakeReadOnly();
        return options;
    }
}
