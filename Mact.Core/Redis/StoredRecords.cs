using System.Text.Json;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Records and outcomes in their stored form.</summary>
internal static class StoredRecords
{
    public static RedisValue Pack(RunRecord record) => Packed.Json(record, MactJson.Default.RunRecord);

    public static RunRecord Unpack(RedisValue stored) => Packed.ReadJson((byte[])stored!, MactJson.Default.RunRecord);

    /// <summary>Pairs of key and packed record, as scripts take them.</summary>
    public static IEnumerable<RedisValue> Pairs(IEnumerable<RunRecord> records) =>
        records.SelectMany(static record => new RedisValue[] { record.Key, Pack(record) });

    /// <summary>The status that a question's records come to, as scripts are told it; each of them knows none by itself.</summary>
    public static RedisValue StatusAfter(params IEnumerable<RunRecord> records) => Status(QuestionProjection.StatusOf(records));

    public static RedisValue Status(QuestionStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    public static QuestionStatus ReadStatus(RedisValue stored) => Enum.Parse<QuestionStatus>(stored.ToString(), ignoreCase: true);

    public static RedisValue Outcome(Outcome outcome) => JsonSerializer.Serialize(outcome, MactJson.Default.Outcome);
}
