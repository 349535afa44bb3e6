using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Core.Evaluation.Reporting;
using Mact.Core.Questions;

namespace Mact.Core.Evaluation;

/// <summary>The JSON of results and reports.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnumConverter<AnsweredBy>)])]
[JsonSerializable(typeof(ItemResult))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(IReadOnlyList<EvaluationReport>))]
[JsonSerializable(typeof(RunComparison))]
public sealed partial class EvaluationJson : JsonSerializerContext;
