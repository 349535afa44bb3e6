using Mact.Core.Evaluation;
using Mact.Core.Evaluation.Reporting;
using Mact.Core.Evaluation.Stored;
using Mact.Core.Questions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Evaluations on Redis: one hash with definition, data and status, one hash of results by key, one sorted set of ids. They expire as questions do.</summary>
internal sealed class RedisEvaluationStore(IConnectionMultiplexer connection, IOptions<RetentionOptions> retention) : IEvaluationStore
{
    private const string Definition = "definition";
    private const string Data = "data";
    private const string Status = "status";
    private const string Tag = "{mact}:evaluation";
    private static readonly RedisKey Ids = Tag + "s";

    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public async Task CreateAsync(EvaluationDefinition definition, string data, CancellationToken cancellationToken)
    {
        HashEntry[] fields =
        [
            new(Definition, Packed.Json(definition, EvaluationJson.Default.EvaluationDefinition)),
            new(Data, Packed.Text(data)),
            new(Status, nameof(EvaluationStatus.Running)),
        ];
        await _redis.AskAsync(
            redis =>
            {
                var transaction = redis.CreateTransaction();
                _ = transaction.HashSetAsync(Key(definition.Id), fields);
                _ = transaction.KeyExpireAsync(Key(definition.Id), retention.Value.Questions);
                _ = transaction.SortedSetAddAsync(Ids, definition.Id, 0);
                return transaction.ExecuteAsync();
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<(EvaluationDefinition Definition, EvaluationStatus Status, int Done)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var fields = await _redis.AskAsync(redis => redis.HashGetAsync(Key(id), [Definition, Status]), cancellationToken);
        if (fields[0].IsNull)
        {
            return null;
        }

        var done = await _redis.AskAsync(redis => redis.HashLengthAsync(Results(id)), cancellationToken);
        return (Packed.ReadJson((byte[])fields[0]!, EvaluationJson.Default.EvaluationDefinition), Enum.Parse<EvaluationStatus>(fields[1].ToString()), (int)done);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var ids = await _redis.AskAsync(redis => redis.SortedSetRangeByRankAsync(Ids, 0, limit - 1, Order.Descending), cancellationToken);
        return [.. ids.Select(static id => id.ToString())];
    }

    /// <inheritdoc/>
    public async Task<string> ReadDataAsync(string id, CancellationToken cancellationToken)
    {
        var data = await _redis.AskAsync(redis => redis.HashGetAsync(Key(id), Data), cancellationToken);
        return data.IsNull ? string.Empty : Packed.ReadText((byte[])data!);
    }

    /// <inheritdoc/>
    public async Task<bool> MoveAsync(string id, EvaluationStatus to, IReadOnlyCollection<EvaluationStatus> from, CancellationToken cancellationToken)
    {
        foreach (var status in from)
        {
            var moved = await _redis.AskAsync(
                redis =>
                {
                    var transaction = redis.CreateTransaction();
                    transaction.AddCondition(Condition.HashEqual(Key(id), Status, status.ToString()));
                    _ = transaction.HashSetAsync(Key(id), Status, to.ToString());
                    return transaction.ExecuteAsync();
                },
                cancellationToken);
            if (moved)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public async Task AddResultAsync(string id, ItemResult result, CancellationToken cancellationToken)
    {
        var packed = Packed.Json(result, EvaluationJson.Default.ItemResult);
        await _redis.AskAsync(redis => redis.HashSetAsync(Results(id), result.Key, packed, When.NotExists), cancellationToken);
        await _redis.AskAsync(redis => redis.KeyExpireAsync(Results(id), retention.Value.Questions), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ItemResult>> ReadResultsAsync(string id, CancellationToken cancellationToken)
    {
        var all = await _redis.AskAsync(redis => redis.HashGetAllAsync(Results(id)), cancellationToken);
        return [.. all.Select(static entry => Packed.ReadJson((byte[])entry.Value!, EvaluationJson.Default.ItemResult))];
    }

    /// <inheritdoc/>
    public async Task<bool> TryLeaseAsync(string id, string owner, TimeSpan leaseTime, CancellationToken cancellationToken) =>
        await _redis.AskAsync(redis => redis.LockExtendAsync(Lease(id), owner, leaseTime), cancellationToken)
        || await _redis.AskAsync(redis => redis.LockTakeAsync(Lease(id), owner, leaseTime), cancellationToken);

    private static RedisKey Key(string id) => $"{Tag}:{id}";

    private static RedisKey Results(string id) => $"{Tag}:{id}:results";

    private static RedisKey Lease(string id) => $"{Tag}:{id}:lease";
}
