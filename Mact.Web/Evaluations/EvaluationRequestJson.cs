using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Core;
using Mact.Evaluation.DataSets;
using Mact.Core.Questions;

namespace Mact.Web.Evaluations;

/// <summary>The JSON of requests for evaluations.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnumConverter<DataSetFormat>), typeof(CamelCaseEnumConverter<Strategy>)])]
[JsonSerializable(typeof(EvaluationSubmit))]
internal sealed partial class EvaluationRequestJson : JsonSerializerContext;
