using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>The queue on sorted sets and Lua scripts: Redis 6.2 or later, or Garnet with Lua in transaction mode.</summary>
public sealed class RedisQuestionQueue : IQuestionQueue, IAsyncDisposable
{
    // Due retries and expired leases that one claim makes ready: bounds the time a script takes.
    private const int PromotedPerClaim = 32;

    private static readonly TimeSpan LeavePoll = TimeSpan.FromMilliseconds(20);

    private readonly RedisLink _redis;
    private readonly QueueOptions _options;
    private readonly RetentionOptions _retention;
    private readonly TimeProvider _time;
    private readonly QueueRecords _records;
    private readonly Nudge _work;

    public RedisQuestionQueue(
        IConnectionMultiplexer connection,
        IOptions<QueueOptions> options,
        IOptions<RetentionOptions> retention,
        TimeProvider time)
    {
        _redis = new RedisLink(connection);
        _options = options.Value;
        _retention = retention.Value;
        _time = time;
        _records = new QueueRecords(time);
        _work = new Nudge(_redis.Subscriber, RedisKeys.WorkChannel, time);
    }

    /// <inheritdoc/>
    public async Task<Submission> SubmitAsync(Question question, IdempotencyKey? idempotency, CancellationToken cancellationToken)
    {
        var first = _records.Accepted(question);
        var reply = (RedisValue[])(await _redis.RunAsync(
            Script.Submit,
            RedisKeys.OfQuestion(
                question.Id,
                [
                    RedisKeys.History,
                    RedisKeys.Idempotency(question.Client, idempotency),
                    .. question.Tables.Select(static table => RedisKeys.Table(table.Id)),
                ]),
            [
                question.Id,
                Priority(question),
                question.Client,
                _options.MaxQueued,
                _options.MaxPerClient,
                idempotency?.BodyHash ?? string.Empty,
                Milliseconds(_retention.IdempotencyKeys),
                Packed.Json(question, MactJson.Default.Question),
                question.Text,
                question.SubmittedAt.ToUnixTimeMilliseconds(),
                StoredRecords.StatusAfter(first),
                first.Key,
                StoredRecords.Pack(first),
            ],
            cancellationToken))!;
        return reply[0].ToString() switch
        {
            "accepted" => new Submission.Accepted(question.Id),
            "existing" => new Submission.Existing(reply[1].ToString()),
            "conflict" => new Submission.Conflict(reply[1].ToString()),
            "full" => new Submission.Full(_options.RetryAfter, ClientLimit: false),
            "client" => new Submission.Full(_options.RetryAfter, ClientLimit: true),
            "missing" =>
                new Submission.TableMissing([.. reply.Skip(1).Select(index => question.Tables[(int)index].Id).Distinct(StringComparer.Ordinal)]),
            var other => throw new InvalidOperationException($"submit.lua returned {other}."),
        };
    }

    /// <inheritdoc/>
    public async Task<Lease?> ClaimAsync(string worker, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        while (await TakeAsync(worker, leaseTime, cancellationToken) is { } claim)
        {
            switch (claim.Verdict)
            {
                case Claim.Cancelled:
                    await FinishAsync(claim.Id, claim.Token, [_records.Cancelled(claim.Token, claim.Attempt)], dead: false, cancellationToken);
                    break;

                case Claim.Exhausted:
                    var lost = _records.Lost(claim, claim.Attempt, triedAgain: false);
                    await FinishAsync(
                        claim.Id, claim.Token, [lost, _records.Exhausted(lost.Sentence!, claim.Token, claim.Attempt)], dead: true, cancellationToken);
                    break;

                default:
                    if (await StartAsync(claim, worker, cancellationToken) is { } lease)
                    {
                        return lease;
                    }

                    break;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<bool> RenewAsync(Lease lease, TimeSpan leaseTime, CancellationToken cancellationToken) =>
        (bool)await _redis.RunAsync(
            Script.Renew,
            RedisKeys.OfQueue(RedisKeys.Pulse),
            [lease.Question.Id, lease.Token, Milliseconds(leaseTime)],
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken cancellationToken) => settlement switch
    {
        Settlement.Done done =>
            FinishAsync(lease.Question.Id, lease.Token, [_records.Finished(lease, done.Outcome)], dead: false, cancellationToken),
        Settlement.Retry retry =>
            PutBackAsync(lease, retry.Delay, _records.Failed(lease, retry.Reason, retry.Delay), retry.Reason, cancellationToken),
        Settlement.Release release =>
            PutBackAsync(lease, release.Delay, _records.HandedBack(lease, release.Reason, release.Delay), exhaustedBy: null, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(settlement), settlement, "An unknown settlement."),
    };

    /// <inheritdoc/>
    public async Task<bool> CancelAsync(string id, CancellationToken cancellationToken)
    {
        switch (await CancelAsync(id, atOnce: false, cancellationToken))
        {
            case CancelVerdict.Nothing:
                return false;

            case CancelVerdict.Told when !await HasLeftAsync(id, cancellationToken):
                // Its worker is dead, frozen or cut off: whatever it still writes is refused from now on.
                await CancelAsync(id, atOnce: true, cancellationToken);
                return true;

            default:
                return true;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RetryDeadAsync(string id, CancellationToken cancellationToken)
    {
        var token = await _redis.AskAsync(redis => redis.HashGetAsync(RedisKeys.Question(id), "token"), cancellationToken);
        var record = _records.PutBack((long)token);
        return (bool)await _redis.RunAsync(
            Script.RetryDead,
            RedisKeys.OfQuestion(id),
            [id, StoredRecords.StatusAfter(record), .. StoredRecords.Pairs([record])],
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int limit, CancellationToken cancellationToken)
    {
        var dead = await _redis.AskAsync(
            redis => redis.SortedSetRangeByRankWithScoresAsync(RedisKeys.Dead, 0, limit - 1, Order.Descending), cancellationToken);
        return [.. dead.Select(static entry => new DeadLetter(entry.Element.ToString(), DateTimeOffset.FromUnixTimeMilliseconds((long)entry.Score)))];
    }

    /// <inheritdoc/>
    public async Task<long?> AheadAsync(string id, CancellationToken cancellationToken) =>
        await _redis.AskAsync(redis => redis.SortedSetRankAsync(RedisKeys.Interactive, id), cancellationToken)
        ?? await _redis.AskAsync(redis => redis.SortedSetRankAsync(RedisKeys.Evaluation, id), cancellationToken);

    /// <inheritdoc/>
    public async Task<QueueSnapshot> InspectAsync(CancellationToken cancellationToken)
    {
        var figures = (long[])(await _redis.RunAsync(Script.Inspect, RedisKeys.OfQueue(RedisKeys.Workers), [], cancellationToken))!;
        return new QueueSnapshot(figures[0], figures[1], figures[2], figures[3], TimeSpan.FromMilliseconds(figures[4]), (int)figures[5]);
    }

    /// <inheritdoc/>
    public Task BeatAsync(string worker, TimeSpan validity, CancellationToken cancellationToken) =>
        _redis.RunAsync(Script.Beat, [RedisKeys.Workers], [worker, Milliseconds(validity)], cancellationToken);

    /// <inheritdoc/>
    public Task WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken) => _work.WaitAsync(timeout, cancellationToken);

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> OnCancelledAsync(Action<string> callback, CancellationToken cancellationToken)
    {
        var listener = new Listener(_redis.Subscriber, RedisKeys.CancelChannel, callback);
        await listener.TryStartAsync(cancellationToken);
        _ = listener.KeepTryingAsync(_time);
        return listener;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _work.DisposeAsync();

    private async Task<CancelVerdict> CancelAsync(string id, bool atOnce, CancellationToken cancellationToken)
    {
        var record = _records.Cancelled(token: 0, attempt: 0);
        return (CancelVerdict)(int)await _redis.RunAsync(
            Script.Cancel,
            RedisKeys.OfQuestion(id),
            [
                id,
                StoredRecords.StatusAfter(record),
                StoredRecords.Outcome(record.Outcome),
                record.At.ToUnixTimeMilliseconds(),
                Milliseconds(_retention.Questions),
                atOnce ? 1 : 0,
                .. StoredRecords.Pairs([record]),
            ],
            cancellationToken);
    }

    /// <summary>Whether its worker lets a question go within the time that it has for this.</summary>
    private async Task<bool> HasLeftAsync(string id, CancellationToken cancellationToken)
    {
        var told = _time.GetTimestamp();
        while (_time.GetElapsedTime(told) < _options.CancelGrace)
        {
            if (await _redis.AskAsync(redis => redis.SortedSetScoreAsync(RedisKeys.Leased, id), cancellationToken) is null)
            {
                return true;
            }

            await Task.Delay(LeavePoll, _time, cancellationToken);
        }

        return false;
    }

    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    private static RedisValue Priority(Question question) => ((int)question.Options.Priority).ToString();

    private async Task<Claim?> TakeAsync(string worker, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        var result = await _redis.RunAsync(
            Script.Claim,
            RedisKeys.OfQueue(RedisKeys.Turn, RedisKeys.Pulse),
            [Milliseconds(leaseTime), _options.MaxAttempts, worker, _options.InteractiveInARow, PromotedPerClaim],
            cancellationToken);
        if (result.IsNull)
        {
            return null;
        }

        var reply = (RedisValue[])result!;
        return new Claim(
            reply[0].ToString(), reply[1].ToString(), (long)reply[2], (int)reply[3], TimeSpan.FromMilliseconds((long)reply[4]), reply[5].ToString());
    }

    private async Task<Lease?> StartAsync(Claim claim, string worker, CancellationToken cancellationToken)
    {
        List<RunRecord> records = [_records.Started(claim, worker)];
        if (claim.LostBy.Length > 0)
        {
            records.Insert(0, _records.Lost(claim, claim.Attempt - 1, triedAgain: true));
        }

        var stored = await _redis.RunAsync(
            Script.Start,
            RedisKeys.OfQuestion(claim.Id),
            [claim.Id, claim.Token, StoredRecords.StatusAfter([.. records]), .. StoredRecords.Pairs(records)],
            cancellationToken);
        if (stored.IsNull)
        {
            return null;
        }

        var packed = (byte[])stored!;
        if (packed.Length == 0)
        {
            await _redis.RunAsync(Script.Drop, RedisKeys.OfQuestion(claim.Id), [claim.Id, claim.Token], cancellationToken);
            return null;
        }

        return new Lease(Packed.ReadJson(packed, MactJson.Default.Question), claim.Attempt, claim.Waited) { Token = claim.Token };
    }

    private async Task<bool> PutBackAsync(Lease lease, TimeSpan delay, RunRecord record, Sentence? exhaustedBy, CancellationToken cancellationToken)
    {
        var verdict = (await _redis.RunAsync(
            Script.PutBack,
            RedisKeys.OfQuestion(lease.Question.Id),
            [
                lease.Question.Id,
                lease.Token,
                Milliseconds(delay),
                _options.MaxAttempts,
                exhaustedBy is null ? 0 : 1,
                StoredRecords.StatusAfter(record),
                .. StoredRecords.Pairs([record]),
            ],
            cancellationToken)).ToString();
        return verdict switch
        {
            "ok" => true,
            "lost" => false,
            Claim.Cancelled => await FinishAsync(
                lease.Question.Id, lease.Token, [_records.Cancelled(lease.Token, lease.Attempt)], dead: false, cancellationToken),
            Claim.Exhausted => await FinishAsync(
                lease.Question.Id,
                lease.Token,
                [_records.Failed(lease, exhaustedBy!, delay: null), _records.Exhausted(exhaustedBy!, lease.Token, lease.Attempt)],
                dead: true,
                cancellationToken),
            _ => throw new InvalidOperationException($"putback.lua returned {verdict}."),
        };
    }

    /// <summary>The terminal record, where an earlier claim wrote it and the server died before the question was out of the queue: that is how it
    /// ended.</summary>
    private async Task<Finished?> EndAsync(string id, CancellationToken cancellationToken)
    {
        var last = await _redis.AskAsync(redis => redis.ListGetByIndexAsync(RedisKeys.Records(id), -1), cancellationToken);
        return last.IsNull ? null : StoredRecords.Unpack(last) as Finished;
    }

    /// <summary>Ends a claimed question; the last record is the terminal one.</summary>
    private async Task<bool> FinishAsync(string id, long token, IReadOnlyList<RunRecord> records, bool dead, CancellationToken cancellationToken)
    {
        var last = await EndAsync(id, cancellationToken) ?? (Finished)records[^1];
        return (bool)await _redis.RunAsync(
            Script.Finish,
            RedisKeys.OfQuestion(id),
            [
                id,
                token,
                StoredRecords.StatusAfter(last),
                StoredRecords.Outcome(last.Outcome),
                _time.GetUtcNow().ToUnixTimeMilliseconds(),
                Milliseconds(_retention.Questions),
                dead ? 1 : 0,
                .. StoredRecords.Pairs(records),
            ],
            cancellationToken);
    }
}

/// <summary>What claim.lua returned.</summary>
/// <param name="Verdict">run, cancelled or exhausted.</param>
/// <param name="Id">The question.</param>
/// <param name="Token">The fencing token of this claim.</param>
/// <param name="Attempt">Attempts consumed; for run, this one included.</param>
/// <param name="Waited">Since it was queued or due.</param>
/// <param name="LostBy">The worker whose lease ran out; empty where none did.</param>
internal sealed record Claim(string Verdict, string Id, long Token, int Attempt, TimeSpan Waited, string LostBy)
{
    public const string Run = "run";
    public const string Cancelled = "cancelled";
    public const string Exhausted = "exhausted";
}

/// <summary>What cancel.lua returns.</summary>
internal enum CancelVerdict
{
    /// <summary>There is no such question, or it has ended.</summary>
    Nothing = 0,

    /// <summary>It was in no worker's hands and has ended.</summary>
    Ended = 1,

    /// <summary>Its worker was told to end it.</summary>
    Told = 2,
}
