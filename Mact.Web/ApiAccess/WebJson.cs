using System.Text.Json;
using System.Text.Json.Serialization;
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
[JsonSerializable(typeof(IReadOnlyList<ModelCheckInfo>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class WebJson : JsonSerializerContext;
