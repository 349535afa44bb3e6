using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Api.Problems;
using Mact.Api.Questions;
using Mact.Api.SystemStatus;
using Mact.Api.Tables;
using Mact.Core;
using Mact.Core.Questions;
using Mact.Core.Tables;

namespace Mact.Api.Http;

/// <summary>The JSON of the Api's own shapes. Unlike stored records, responses name their empty members (<c>"error": null</c>), so that clients need not guess.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(CamelCaseEnumConverter<ColumnType>), typeof(CamelCaseEnumConverter<QuestionStatus>), typeof(CamelCaseEnumConverter<EvidenceGap>)])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(TableInfo))]
[JsonSerializable(typeof(TableSet))]
[JsonSerializable(typeof(TableRows))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryResult))]
[JsonSerializable(typeof(EvidenceReport))]
[JsonSerializable(typeof(EvidenceRequest))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(TablesProfile))]
[JsonSerializable(typeof(CorrectionRequest))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(AcceptedQuestion))]
[JsonSerializable(typeof(QuestionRef))]
[JsonSerializable(typeof(QuestionPage))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(SystemReport))]
[JsonSerializable(typeof(ModelEndpointsReport))]
[JsonSerializable(typeof(IReadOnlyList<ModelCheckResult>))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The same JSON with <see cref="MactJson.Encoder"/>.</summary>
    public static ApiJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = MactJson.Encoder });
}
