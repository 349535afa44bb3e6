using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Mact.Client;

/// <summary>Enum values as camelCase strings; numbers are refused, so that a stray 7 is an error and not a value.</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>
/// The JSON of everything that travels between the processes or is stored: camelCase names, camelCase enum values, nulls left out.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(CamelCaseEnumConverter<QuestionStatus>),
        typeof(CamelCaseEnumConverter<Strategy>),
        typeof(CamelCaseEnumConverter<BallotKinds>),
        typeof(CamelCaseEnumConverter<ActionSelection>),
        typeof(CamelCaseEnumConverter<ShortcutMode>),
        typeof(CamelCaseEnumConverter<QuestionPriority>),
        typeof(CamelCaseEnumConverter<AnsweredBy>),
        typeof(CamelCaseEnumConverter<AnswerBasis>),
        typeof(CamelCaseEnumConverter<HaltReason>),
        typeof(CamelCaseEnumConverter<CallPurpose>),
        typeof(CamelCaseEnumConverter<CompletionStatus>),
        typeof(CamelCaseEnumConverter<PlanStatus>),
        typeof(CamelCaseEnumConverter<ToolSampleStatus>),
        typeof(CamelCaseEnumConverter<ColumnType>),
        typeof(CamelCaseEnumConverter<EvidenceGap>),
        typeof(CamelCaseEnumConverter<LocalModelState>),
    ])]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(ModelReply))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(StoredRecord))]
[JsonSerializable(typeof(IReadOnlyList<StoredRecord>))]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(QuestionOptions))]
[JsonSerializable(typeof(QuestionView))]
[JsonSerializable(typeof(QuestionSummary))]
[JsonSerializable(typeof(IReadOnlyList<QuestionSummary>))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(RunFile))]
[JsonSerializable(typeof(QuestionRequest))]
[JsonSerializable(typeof(AcceptedQuestion))]
[JsonSerializable(typeof(QuestionRef))]
[JsonSerializable(typeof(QuestionPage))]
[JsonSerializable(typeof(TableInfo))]
[JsonSerializable(typeof(TableSet))]
[JsonSerializable(typeof(TableRows))]
[JsonSerializable(typeof(CorrectionRequest))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(TablesProfile))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryResult))]
[JsonSerializable(typeof(EvidenceReport))]
[JsonSerializable(typeof(LocalModelReport))]
[JsonSerializable(typeof(EvidenceRequest))]
[JsonSerializable(typeof(SystemReport))]
[JsonSerializable(typeof(ModelEndpointsReport))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(IReadOnlyList<ModelCheckResult>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Sentence))]
[JsonSerializable(typeof(bool))]
public sealed partial class MactJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts as they are; only what could end a script or an attribute of a page is escaped.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>The same JSON with <see cref="Encoder"/>: for files.</summary>
    public static MactJson Relaxed => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = Encoder });
}
