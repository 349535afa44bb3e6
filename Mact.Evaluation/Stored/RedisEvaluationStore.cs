using Mact.Core.Questions;
using Mact.Core.Redis;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Evaluation.Stored;

/// <summary>
/// Evaluations on Redis: one hash with definition, data and status, one of results by key, one of sums over them; sorted sets of all ids and of those
/// with something left to do. They expire as questions do, counted from the last result or change.
/// </summary>
internal sealed class RedisEvaluationStore(
    IConnectionMultiplexer connection, IOptions<RetentionOptions> retention, TimeProvider time) : IEvaluationStore
{
    private const string Definition = "definition";
    private const string Data = "data";
    private const string Status = "status";
    private const string Since = "since";
    private const string Active = "active";
    private const string Tag = "{mact}:evaluation";
    private static readonly string Move = Load("evaluation_move");
    private static readonly string AddResult = Load("evaluation_result");
    private static readonly RedisKey Ids = Tag + "s";
    private static readonly RedisKey Open = Tag + "s:open";

    private readonly RedisLink _redis = new(connection);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long Retention => (long)Math.Ceiling(retention.Value.Questions.TotalMilliseconds);

    /// <inheritdoc/>
    public async Task CreateAsync(EvaluationDefinition definition, string data, IReadOnlyList<Table> tables, CancellationToken cancellationToken)
    {
        HashEntry[] stored =
        [
            new(Definition, Packed.Json(definition, EvaluationJson.Default.EvaluationDefinition)),
            new(Data, Packed.Text(data)),
            .. tables.Select(static (table, index) => new HashEntry(TableField(index), Packed.Of(stream => TableText.Write(table, stream)))),
        ];
        HashEntry[] fields =
        [
            .. stored,
            new(Status, nameof(EvaluationStatus.Running)),
            new(Since, Now),
            new(QuestionFields.Bytes, stored.Sum(static field => field.Value.Length())),
        ];
        await _redis.AskAsync(
            redis =>
            {
                var transaction = redis.CreateTransaction();
                _ = transaction.HashSetAsync(Key(definition.Id), fields);
                _ = transaction.KeyExpireAsync(Key(definition.Id), retention.Value.Questions);
                _ = transaction.SortedSetAddAsync(Ids, definition.Id, 0);
                _ = transaction.SortedSetAddAsync(Open, definition.Id, 0);
                return transaction.ExecuteAsync();
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredEvaluation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var fields = await _redis.AskAsync(redis => redis.HashGetAsync(Key(id), [Definition, Status, Since, Active]), cancellationToken);
        if (fields[0].IsNull)
        {
            return null;
        }

        var done = await _redis.AskAsync(redis => redis.HashLengthAsync(Results(id)), cancellationToken);
        var sums = await _redis.AskAsync(redis => redis.HashGetAllAsync(Sums(id)), cancellationToken);
        var status = Enum.Parse<EvaluationStatus>(fields[1].ToString());
        var active = EvaluationSums.Milliseconds(fields[3]) + (
            status == EvaluationStatus.Running ? Math.Max(0, Now - EvaluationSums.Milliseconds(fields[2])) : 0);
        var definition = Packed.ReadJson((byte[])fields[0]!, EvaluationJson.Default.EvaluationDefinition);
        return EvaluationSums.Fill(new(definition, status, (int)done) { Active = TimeSpan.FromMilliseconds(active) }, sums);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string? before, int limit, CancellationToken cancellationToken) =>
        _redis.NewestAsync(Ids, before, limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListOpenAsync(CancellationToken cancellationToken) =>
        [.. (await _redis.AskAsync(redis => redis.SortedSetRangeByRankAsync(Open), cancellationToken)).Select(static id => id.ToString())];

    /// <inheritdoc/>
    public async Task<string> ReadDataAsync(string id, CancellationToken cancellationToken)
    {
        var data = await _redis.AskAsync(redis => redis.HashGetAsync(Key(id), Data), cancellationToken);
        return data.IsNull ? string.Empty : Packed.ReadText((byte[])data!);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Table>> ReadTablesAsync(EvaluationDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Tables.Count == 0)
        {
            return [];
        }

        RedisValue[] fields = [.. Enumerable.Range(0, definition.Tables.Count).Select(static index => (RedisValue)TableField(index))];
        var stored = await _redis.AskAsync(redis => redis.HashGetAsync(Key(definition.Id), fields), cancellationToken);
        return
        [
            .. stored.Zip(definition.Tables)
                .Where(static pair => !pair.First.IsNull)
                .Select(static pair => TableText.Read(pair.Second, Packed.Read((byte[])pair.First!))),
        ];
    }

    /// <inheritdoc/>
    public async Task<bool> MoveAsync(
        string id, EvaluationStatus to, IReadOnlyCollection<EvaluationStatus> from, CancellationToken cancellationToken) =>
        (bool)await _redis.RunAsync(
            Move,
            [Key(id), Results(id), Sums(id), Open],
            [
                id,
                to.ToString(),
                Now,
                Retention,
                to is EvaluationStatus.Finished or EvaluationStatus.Cancelled ? 0 : 1,
                .. from.Select(static status => (RedisValue)status.ToString()),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public async Task AddResultAsync(string id, ItemResult result, CancellationToken cancellationToken) =>
        await _redis.RunAsync(
            AddResult,
            [Key(id), Results(id), Sums(id)],
            [result.Key, Packed.Json(result, EvaluationJson.Default.ItemResult), Retention, .. EvaluationSums.Of(result)],
            cancellationToken);

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

    /// <inheritdoc/>
    public Task ReleaseAsync(string id, string owner, CancellationToken cancellationToken) =>
        _redis.AskAsync(redis => redis.LockReleaseAsync(Lease(id), owner), cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await _redis.AskAsync(redis => redis.KeyDeleteAsync([Key(id), Results(id), Sums(id)]), cancellationToken);
        await _redis.AskAsync(redis => redis.SortedSetRemoveAsync(Ids, id), cancellationToken);
        await _redis.AskAsync(redis => redis.SortedSetRemoveAsync(Open, id), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> TrimAsync(CancellationToken cancellationToken)
    {
        var ids = await _redis.AskAsync(redis => redis.SortedSetRangeByRankAsync(Ids), cancellationToken);
        var there = await _redis.AskAsync(redis => Task.WhenAll(ids.Select(id => redis.KeyExistsAsync(Key(id.ToString())))), cancellationToken);
        RedisValue[] gone = [.. ids.Zip(there).Where(static pair => !pair.Second).Select(static pair => pair.First)];
        if (gone.Length == 0)
        {
            return 0;
        }

        await _redis.AskAsync(redis => redis.SortedSetRemoveAsync(Open, gone), cancellationToken);
        return (int)await _redis.AskAsync(redis => redis.SortedSetRemoveAsync(Ids, gone), cancellationToken);
    }

    private static string Load(string script) =>
        Script.Read(typeof(RedisEvaluationStore).Assembly, $"{typeof(RedisEvaluationStore).Namespace}.{script}.lua");

    private static RedisKey Key(string id) => RedisKeys.StoredEvaluation(id);

    private static RedisKey Results(string id) => $"{Tag}:{id}:results";

    private static RedisKey Sums(string id) => $"{Tag}:{id}:sums";

    private static RedisKey Lease(string id) => $"{Tag}:{id}:lease";

    private static string TableField(int index) => $"table:{index}";
}

/// <summary>What is counted up as results come: whole numbers by name, since every server adds those exactly.</summary>
internal static class EvaluationSums
{
    private const string Bad = "bad";
    private const string Items = "items:";
    private const string Right = "right:";
    private const string Answered = "answered:";
    private const string Failed = "failed:";
    private const string Cost = "cost:";
    private const string Model = "model:";
    private const string InputTokens = "in:";
    private const string OutputTokens = "out:";

    // Costs are counted in billionths.
    private const decimal CostUnit = 0.000_000_001m;

    /// <summary>Pairs of a name and what a result adds to it.</summary>
    public static IEnumerable<RedisValue> Of(ItemResult result)
    {
        var arm = result.Strategy;
        if (result.Verdict == ItemVerdict.BadRow)
        {
            return [Bad, 1];
        }

        List<RedisValue> sums = [Items + arm, 1, Right + arm, result.Correct ? 1 : 0, Answered + arm, result.Attempted ? 1 : 0];
        if (result.Outcome is ItemResult.Failed or ItemResult.Refused)
        {
            sums.AddRange([Failed + arm, 1]);
        }

        if (result.Figures is { } figures)
        {
            sums.AddRange([InputTokens + arm, figures.InputTokens, OutputTokens + arm, figures.OutputTokens]);
        }

        if (result.Figures?.Cost is { } cost)
        {
            sums.AddRange([Cost + arm, (long)Math.Round(cost / CostUnit)]);
        }

        if (result.Figures?.Model is { } model)
        {
            sums.AddRange([Model + model, 1]);
        }

        return sums;
    }

    /// <summary>The evaluation with what was counted up.</summary>
    public static StoredEvaluation Fill(StoredEvaluation evaluation, IEnumerable<HashEntry> sums)
    {
        var by = sums.ToDictionary(static sum => sum.Name.ToString(), static sum => (long)sum.Value, StringComparer.Ordinal);
        return evaluation with
        {
            BadRows = (int)by.GetValueOrDefault(Bad),
            Models =
            [
                .. by.Keys.Where(static name => name.StartsWith(Model, StringComparison.Ordinal))
                    .Select(static name => name[Model.Length..])
                    .Order(StringComparer.Ordinal),
            ],
            Summaries = [.. evaluation.Definition.Arms.Select(arm => Summary(arm.Name, by))],
        };
    }

    /// <summary>Milliseconds as they are stored.</summary>
    public static long Milliseconds(RedisValue value) => value.IsNull ? 0 : long.Parse(value.ToString());

    private static ArmSummary Summary(string arm, Dictionary<string, long> by)
    {
        int Of(string name) => (int)by.GetValueOrDefault(name + arm);
        return new(arm, new(Of(Right), Of(Items)), Of(Answered), Of(Failed), by.TryGetValue(Cost + arm, out var cost) ? cost * CostUnit : null)
        {
            InputTokens = by.GetValueOrDefault(InputTokens + arm),
            OutputTokens = by.GetValueOrDefault(OutputTokens + arm),
        };
    }
}
