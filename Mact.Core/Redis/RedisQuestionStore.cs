using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Questions, journals, prompt parts and tables on Redis. What several questions share goes with the last of them.</summary>
public sealed class RedisQuestionStore(
    IConnectionMultiplexer connection,
    IOptions<RetentionOptions> retention,
    IOptions<QueueOptions> queue,
    TimeProvider time) : IQuestionStore
{
    private const int SweptPerRound = 100;

    private static readonly RedisValue[] SummaryFields =
    [
        QuestionFields.Text, QuestionFields.Status, QuestionFields.Submitted, QuestionFields.Finished, QuestionFields.Outcome, QuestionFields.Model,
        QuestionFields.Question,
    ];

    private readonly RedisLink _redis = new(connection);
    private readonly RecentTables _recent = new();

    /// <inheritdoc/>
    public async Task<Question?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var stored = await _redis.AskAsync(redis => redis.HashGetAsync(RedisKeys.Question(id), QuestionFields.Question), cancellationToken);
        return stored.IsNull ? null : Packed.ReadJson((byte[])stored!, MactJson.Default.Question);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(string id, long after, CancellationToken cancellationToken)
    {
        var from = Math.Max(0, after);
        var stored = await _redis.AskAsync(redis => redis.ListRangeAsync(RedisKeys.Records(id), from), cancellationToken);
        return [.. stored.Select((record, index) => new StoredRecord(from + index + 1, StoredRecords.Unpack(record)))];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredRecord> WatchAsync(string id, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var news = new Nudge(_redis.Subscriber, RedisKeys.QuestionChannel(id), time);
        await news.ListenAsync(cancellationToken);
        var seen = Math.Max(0, after);
        var reached = false;
        while (true)
        {
            IReadOnlyList<StoredRecord> records = [];
            var ended = false;
            try
            {
                records = await ReadRecordsAsync(id, seen, cancellationToken);
                ended = records.Count > 0 ? records[^1].Record is Finished : await HasEndedAsync(id, cancellationToken);
                if (ended && records.Count == 0)
                {
                    // It may have ended between the two looks.
                    records = await ReadRecordsAsync(id, seen, cancellationToken);
                }

                reached = true;
            }
            catch (StoreUnavailableException) when (reached)
            {
                // A watcher outlives an outage; it goes on where it stood.
            }

            foreach (var record in records)
            {
                yield return record;
                seen = record.Sequence;
            }

            if (ended)
            {
                yield break;
            }

            await news.WaitAsync(queue.Value.PollInterval, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<IRunJournal> OpenJournalAsync(Lease lease, CancellationToken cancellationToken)
    {
        var records = await ReadRecordsAsync(lease.Question.Id, 0, cancellationToken);
        return new RedisRunJournal(_redis, lease, [.. records.Select(static stored => stored.Record)], time);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QuestionSummary>> ListAsync(string? before, int limit, CancellationToken cancellationToken)
    {
        var ids = await _redis.NewestAsync(RedisKeys.History, before, limit, cancellationToken);
        var summaries = await _redis.AskAsync(
            redis =>
                Task.WhenAll(
                    ids.Select(async id => Summary(id, await redis.HashGetAsync(RedisKeys.Question(id), SummaryFields)))),
            cancellationToken);
        return [.. summaries.OfType<QuestionSummary>()];
    }

    /// <inheritdoc/>
    public async Task<string> PutTableAsync(Table table, CancellationToken cancellationToken)
    {
        var id = string.Empty;
        var content = Packed.Of(stream => id = TableId.Of(table, stream));
        await _redis.RunAsync(
            Script.PutTable,
            [RedisKeys.Table(id)],
            [content, (long)Math.Ceiling(retention.Value.UnusedTables.TotalMilliseconds)],
            cancellationToken);
        _recent.Keep(id, table);
        return id;
    }

    /// <inheritdoc/>
    public async Task<Table?> FindTableAsync(string id, string name, CancellationToken cancellationToken)
    {
        if (_recent.Find(id) is { } known)
        {
            if (await _redis.AskAsync(redis => redis.HashExistsAsync(RedisKeys.Table(id), QuestionFields.Content), cancellationToken))
            {
                return known.WithName(name);
            }

            _recent.Forget(id);
            return null;
        }

        var stored = await _redis.AskAsync(redis => redis.HashGetAsync(RedisKeys.Table(id), QuestionFields.Content), cancellationToken);
        if (stored.IsNull)
        {
            return null;
        }

        var table = TableText.Read(name, Packed.Read((byte[])stored!));
        _recent.Keep(id, table);
        return table;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> ReadPromptPartsAsync(
        IReadOnlyCollection<string> hashes, CancellationToken cancellationToken)
    {
        var wanted = hashes.Distinct(StringComparer.Ordinal).ToArray();
        var stored = await _redis.AskAsync(
            redis => Task.WhenAll(wanted.Select(hash => redis.HashGetAsync(RedisKeys.Part(hash), QuestionFields.Content))),
            cancellationToken);
        return wanted.Zip(stored)
            .Where(static pair => !pair.Second.IsNull)
            .ToDictionary(static pair => pair.First, static pair => Packed.ReadText((byte[])pair.Second!), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } question)
        {
            return false;
        }

        var parts = await _redis.AskAsync(redis => redis.SetMembersAsync(RedisKeys.Parts(id)), cancellationToken);
        var idempotency = await _redis.AskAsync(redis => redis.HashGetAsync(RedisKeys.Question(id), QuestionFields.Idempotency), cancellationToken);
        string[] tables = [.. question.Tables.Select(static table => table.Id).Distinct(StringComparer.Ordinal)];
        return (bool)await _redis.RunAsync(
            Script.Delete,
            RedisKeys.OfQuestion(
                id,
                [
                    RedisKeys.History,
                    RedisKeys.Parts(id),
                    idempotency.IsNull ? RedisKeys.History : (RedisKey)idempotency.ToString(),
                    .. tables.Select(RedisKeys.Table),
                    .. tables.Select(RedisKeys.Uploads),
                    .. parts.Select(static hash => RedisKeys.Part(hash.ToString())),
                ]),
            [id, idempotency.IsNull ? 0 : 1, tables.Length, RedisKeys.HashOf(question.Client)],
            cancellationToken);
    }

    /// <summary>Deletes questions whose retention is over; returns how many. Several processes may do it at once.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        var expired = (string[])(await _redis.RunAsync(Script.Expired, [RedisKeys.Expiring], [SweptPerRound], cancellationToken))!;
        foreach (var id in expired)
        {
            deleted += await DeleteAsync(id, cancellationToken) ? 1 : 0;
        }

        return deleted;
    }

    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static QuestionSummary? Summary(string id, RedisValue[] fields)
    {
        if (fields[0].IsNull)
        {
            return null;
        }

        var submitted = (long)fields[2];
        var outcome = fields[4].IsNullOrEmpty ? null : JsonSerializer.Deserialize((string)fields[4]!, MactJson.Default.Outcome);
        var answered = outcome switch
        {
            Outcome.Answered answer => answer,
            Outcome.NotEnoughAgreement doubtful => doubtful.Leading,
            _ => null,
        };
        return new QuestionSummary(
            id,
            fields[0].ToString(),
            StoredRecords.ReadStatus(fields[1]),
            answered?.Answer ?? [],
            answered?.Agreement,
            fields[5].IsNull ? null : fields[5].ToString(),
            DateTimeOffset.FromUnixTimeMilliseconds(submitted),
            fields[3].IsNull ? null : (long)fields[3] - submitted)
        {
            Columns = answered?.Columns,
            Tables = fields[6].IsNull ? [] : Packed.ReadJson((byte[])fields[6]!, MactJson.Default.Question).Tables,
        };
    }

    /// <summary>Whether nothing more can come: the journal ends with the terminal record, or there is none.</summary>
    private async Task<bool> HasEndedAsync(string id, CancellationToken cancellationToken)
    {
        var last = await _redis.AskAsync(redis => redis.ListGetByIndexAsync(RedisKeys.Records(id), -1), cancellationToken);
        return last.IsNull || StoredRecords.Unpack(last) is Finished;
    }
}
