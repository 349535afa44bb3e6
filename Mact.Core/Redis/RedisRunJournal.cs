using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Mact.Core.Questions;
using Mact.Core.Queueing;

namespace Mact.Core.Redis;

/// <summary>
/// The journal of one claim. An outage of Redis delays a write, for as long as the caller's token allows: every write may be repeated,
/// since records have keys and prompt parts are named by content.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "The semaphore's wait handle is never made, so it holds nothing.")]
internal sealed class RedisRunJournal(RedisLink redis, Lease lease, ImmutableList<RunRecord> records, TimeProvider time) : IRunJournal
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private ImmutableHashSet<string> _keys = [.. records.Select(static record => record.Key)];
    private volatile ImmutableList<RunRecord> _records = records;

    /// <inheritdoc/>
    public IReadOnlyList<RunRecord> Records => _records;

    /// <inheritdoc/>
    public async Task AppendAsync(RunRecord record, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_keys.Contains(record.Key))
            {
                return;
            }

            var sequence = await PersistAsync(
                async () => (long)await redis.RunAsync(
                    Script.Append,
                    RedisKeys.OfQuestion(lease.Question.Id),
                    [
                        lease.Question.Id,
                        lease.Token,
                        record.Key,
                        StoredRecords.Pack(record),
                        StoredRecords.StatusAfter([.. _records, record]),
                        (record as ModelCall)?.Reply.Model ?? string.Empty,
                    ],
                    cancellationToken),
                cancellationToken);
            if (sequence < 0)
            {
                throw new LeaseLostException(
                    $"The lease on question {lease.Question.Id} (attempt {lease.Attempt}) is lost; the record {record.Key} was not appended.");
            }

            _keys = _keys.Add(record.Key);
            _records = _records.Add(record);
            await CountAsync(record, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    // A count that is lost with the store costs less than a run that ends for it.
    private async Task CountAsync(RunRecord record, CancellationToken cancellationToken)
    {
        if (record is not ModelCall { Reply: { Replayed: null, Usage: var usage } } || usage.InputTokens + usage.OutputTokens == 0)
        {
            return;
        }

        try
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            await RedisTokenLedger.AddAsync(redis, today, lease.Question.Client, usage.InputTokens + usage.OutputTokens, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
        }
    }

    /// <inheritdoc/>
    public async Task<string> PutPromptPartAsync(string text, CancellationToken cancellationToken)
    {
        var hash = RedisQuestionStore.HashOf(text);
        var stored = await PersistAsync(
            async () => (bool)await redis.RunAsync(
                Script.PutPart,
                RedisKeys.OfQuestion(lease.Question.Id, RedisKeys.Part(hash), RedisKeys.Parts(lease.Question.Id)),
                [lease.Question.Id, lease.Token, hash, Packed.Text(text)],
                cancellationToken),
            cancellationToken);
        return stored
            ? hash
            : throw new LeaseLostException($"The lease on question {lease.Question.Id} (attempt {lease.Attempt}) is lost.");
    }

    private async Task<T> PersistAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                return await write();
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }
}
