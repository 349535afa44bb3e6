using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Core;
using Mact.Core.Tables;
using Mact.Web.Replay;

namespace Mact.Web.ApiAccess;

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
