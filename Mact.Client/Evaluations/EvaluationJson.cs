using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Client.Evaluations;

/// <summary>The JSON of results and reports.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(CamelCaseEnumConverter<AnsweredBy>),
        typeof(CamelCaseEnumConverter<Strategy>),
        typeof(CamelCaseEnumConverter<BallotKinds>),
        typeof(CamelCaseEnumConverter<ActionSelection>),
        typeof(CamelCaseEnumConverter<ShortcutMode>),
        typeof(CamelCaseEnumConverter<QuestionPriority>),
        typeof(CamelCaseEnumConverter<EvaluationStatus>),
        typeof(CamelCaseEnumConverter<DataSetFormat>),
    ])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ItemResult))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(IReadOnlyList<EvaluationReport>))]
[JsonSerializable(typeof(RunComparison))]
[JsonSerializable(typeof(IReadOnlyList<ItemResult>))]
[JsonSerializable(typeof(EvaluationDefinition))]
[JsonSerializable(typeof(EvaluationView))]
[JsonSerializable(typeof(EvaluationList))]
[JsonSerializable(typeof(ItemPage))]
[JsonSerializable(typeof(DataSetCheck))]
[JsonSerializable(typeof(EvaluationRequest))]
public sealed partial class EvaluationJson : JsonSerializerContext
{
    /// <summary>The same without escapes that only web pages need: a data set is mostly quotation marks.</summary>
    public static EvaluationJson Relaxed =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
