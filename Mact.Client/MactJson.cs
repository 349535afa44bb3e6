using System.Text.Json;
using System.Text.Json.Serialization;

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
        typeof(CamelCaseEnumConverter<ActionSelection>),
        typeof(CamelCaseEnumConverter<ShortcutMode>),
        typeof(CamelCaseEnumConverter<QuestionPriority>),
        typeof(CamelCaseEnumConverter<AnsweredBy>),
        typeof(CamelCaseEnumConverter<HaltReason>),
        typeof(CamelCaseEnumConverter<CallPurpose>),
        typeof(CamelCaseEnumConverter<CompletionStatus>),
        typeof(CamelCaseEnumConverter<PlanStatus>),
        typeof(CamelCaseEnumConverter<ToolSampleStatus>),
        typeof(CamelCaseEnumConverter<ColumnType>),
    ])]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(StoredRecord))]
[JsonSerializable(typeof(IReadOnlyList<StoredRecord>))]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(QuestionOptions))]
[JsonSerializable(typeof(QuestionView))]
[JsonSerializable(typeof(QuestionSummary))]
[JsonSerializable(typeof(IReadOnlyList<QuestionSummary>))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(ColumnReport))]
public sealed partial class MactJson : JsonSerializerContext;
