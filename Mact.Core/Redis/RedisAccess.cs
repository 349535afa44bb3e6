using System.Text.Json;
using Mact.Client.Access;
using Mact.Core.Access;
using Mact.Core.Questions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>What belongs to whom: a sorted set by kind and person, whose ids sort by time where they begin with it.</summary>
internal sealed class RedisOwnership(IConnectionMultiplexer connection, IOptions<RetentionOptions> retention, TimeProvider time) : IOwnership
{
    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public async Task GrantAsync(OwnedKind kind, string owner, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        await _redis.AskAsync(
            redis => redis.SortedSetAddAsync(RedisKeys.Owned(kind, owner), [.. ids.Select(static id => new SortedSetEntry(id, 0))]),
            cancellationToken);
        if (kind == OwnedKind.Table)
        {
            var until = (time.GetUtcNow() + retention.Value.UnusedTables).ToUnixTimeMilliseconds();
            await _redis.AskAsync(redis => Task.WhenAll(ids.Select(id => HoldAsync(redis, id, owner, until))), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> OwnedAsync(
        OwnedKind kind, string owner, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var scores = await _redis.AskAsync(
            redis => Task.WhenAll(ids.Select(id => redis.SortedSetScoreAsync(RedisKeys.Owned(kind, owner), id))), cancellationToken);
        return ids.Zip(scores).Where(static pair => pair.Second is not null).Select(static pair => pair.First).ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(
        OwnedKind kind, string owner, string? before, int limit, CancellationToken cancellationToken) =>
        _redis.NewestAsync(RedisKeys.Owned(kind, owner), before, limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<long> StoredBytesAsync(string owner, CancellationToken cancellationToken)
    {
        var tables = await SumAsync(
            OwnedKind.Table,
            owner,
            static (redis, id) => redis.HashStringLengthAsync(RedisKeys.Table(id), QuestionFields.Content),
            cancellationToken);

        // What was stored before bytes were counted has only a status.
        var questions = await SumAsync(
            OwnedKind.Question,
            owner,
            static async (redis, id) => await redis.HashGetAsync(RedisKeys.Question(id), [QuestionFields.Bytes, QuestionFields.Status]) is
                [var bytes, { IsNull: false }] ? Math.Max(1, (long)bytes) : 0,
            cancellationToken);
        var evaluations = await SumAsync(
            OwnedKind.Evaluation,
            owner,
            static async (redis, id) => (long)await redis.HashGetAsync(RedisKeys.StoredEvaluation(id), QuestionFields.Bytes),
            cancellationToken);
        return tables + questions + evaluations;
    }

    /// <inheritdoc/>
    public Task ForgetAsync(OwnedKind kind, string owner, string id, CancellationToken cancellationToken) =>
        _redis.AskAsync(redis => redis.SortedSetRemoveAsync(RedisKeys.Owned(kind, owner), id), cancellationToken);

    private async Task<bool> HoldAsync(IDatabase redis, string table, string owner, long until)
    {
        await redis.SortedSetAddAsync(RedisKeys.Uploads(table), RedisKeys.HashOf(owner), until);
        return await redis.KeyExpireAsync(RedisKeys.Uploads(table), retention.Value.UnusedTables);
    }

    private async Task<long> SumAsync(
        OwnedKind kind, string owner, Func<IDatabase, string, Task<long>> sizeOf, CancellationToken cancellationToken)
    {
        var key = RedisKeys.Owned(kind, owner);
        var ids = await _redis.AskAsync(redis => redis.SortedSetRangeByRankAsync(key), cancellationToken);
        var sizes = await _redis.AskAsync(redis => Task.WhenAll(ids.Select(id => sizeOf(redis, id.ToString()))), cancellationToken);

        // An evaluation has its owner before it is there.
        if (kind != OwnedKind.Evaluation && ids.Where((_, index) => sizes[index] == 0).ToArray() is { Length: > 0 } gone)
        {
            await _redis.AskAsync(redis => redis.SortedSetRemoveAsync(key, gone), cancellationToken);
        }

        return sizes.Sum();
    }
}

/// <summary>How full Redis is, by its INFO; the stand-in tells nothing there.</summary>
internal sealed class RedisStoreSize(IConnectionMultiplexer connection) : IStoreSize
{
    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public async Task<StoreSize> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var info = (await _redis.AskAsync(static redis => redis.ExecuteAsync("INFO", "memory"), cancellationToken)).ToString();
            return new(Find(info, "used_memory"), Find(info, "maxmemory"));
        }
        catch (RedisServerException)
        {
            // A user that may not ask for it.
            return default;
        }
    }

    private static long? Find(string info, string name) => info.Split('\n')
        .Select(static line => line.Trim().Split(':'))
        .Where(parts => parts is [var key, _] && key == name)
        .Select(static parts => long.TryParse(parts[1], out var bytes) && bytes > 0 ? bytes : (long?)null)
        .FirstOrDefault();
}

/// <summary>API keys in one hash, by the hash of their secret.</summary>
internal sealed class RedisApiKeyStore(IConnectionMultiplexer connection) : IApiKeyStore
{
    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public Task AddAsync(string hash, ApiKey key, CancellationToken cancellationToken) =>
        _redis.AskAsync(
            redis => redis.HashSetAsync(RedisKeys.ApiKeys, hash, JsonSerializer.Serialize(key, JsonSerializerOptions.Web)), cancellationToken);

    /// <inheritdoc/>
    public async Task<ApiKey?> FindAsync(string hash, CancellationToken cancellationToken) =>
        Read(await _redis.AskAsync(redis => redis.HashGetAsync(RedisKeys.ApiKeys, hash), cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = await _redis.AskAsync(static redis => redis.HashValuesAsync(RedisKeys.ApiKeys), cancellationToken);
        return [.. entries.Select(Read).OfType<ApiKey>().OrderBy(static key => key.CreatedAt)];
    }

    /// <inheritdoc/>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var entries = await _redis.AskAsync(static redis => redis.HashGetAllAsync(RedisKeys.ApiKeys), cancellationToken);
        var hash = Array.Find(entries, entry => Read(entry.Value)?.Id == id).Name;
        return !hash.IsNull && await _redis.AskAsync(redis => redis.HashDeleteAsync(RedisKeys.ApiKeys, hash), cancellationToken);
    }

    private static ApiKey? Read(RedisValue value) => value.IsNull
        ? null
        : JsonSerializer.Deserialize<ApiKey>(value.ToString(), JsonSerializerOptions.Web);
}

/// <summary>Links in two hashes: what a link leads to by its hash, and a run's link, with when it was made, by the question.</summary>
internal sealed class RedisLinkStore(IConnectionMultiplexer connection) : ILinkStore
{
    private const char Between = ' ';

    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public async Task AddAsync(string hash, string questionId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await RevokeAsync(questionId, cancellationToken);
        await _redis.AskAsync(
            redis => redis.HashSetAsync(RedisKeys.LinkedRuns, questionId, $"{hash}{Between}{at:O}"),
            cancellationToken);
        await _redis.AskAsync(redis => redis.HashSetAsync(RedisKeys.Links, hash, questionId), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> FindAsync(string hash, CancellationToken cancellationToken) =>
        await _redis.AskAsync(redis => redis.HashGetAsync(RedisKeys.Links, hash), cancellationToken);

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> MadeAtAsync(string questionId, CancellationToken cancellationToken) =>
        await ReadAsync(questionId, cancellationToken) is [_, var at] ? DateTimeOffset.Parse(at) : null;

    /// <inheritdoc/>
    public async Task<bool> RevokeAsync(string questionId, CancellationToken cancellationToken)
    {
        if (await ReadAsync(questionId, cancellationToken) is not [var hash, _])
        {
            return false;
        }

        await _redis.AskAsync(redis => redis.HashDeleteAsync(RedisKeys.Links, hash), cancellationToken);
        return await _redis.AskAsync(redis => redis.HashDeleteAsync(RedisKeys.LinkedRuns, questionId), cancellationToken);
    }

    private async Task<string[]> ReadAsync(string questionId, CancellationToken cancellationToken) =>
        (await _redis.AskAsync(redis => redis.HashGetAsync(RedisKeys.LinkedRuns, questionId), cancellationToken)).ToString().Split(Between);
}

/// <summary>The latest audit entries in a list, newest first.</summary>
internal sealed class RedisAuditStore(IConnectionMultiplexer connection) : IAuditStore
{
    private const int Kept = 500;

    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public async Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await _redis.AskAsync(
            redis => redis.ListLeftPushAsync(RedisKeys.Audit, JsonSerializer.Serialize(entry, JsonSerializerOptions.Web)), cancellationToken);
        await _redis.AskAsync(
            static async redis =>
            {
                await redis.ListTrimAsync(RedisKeys.Audit, 0, Kept - 1);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = await _redis.AskAsync(static redis => redis.ListRangeAsync(RedisKeys.Audit), cancellationToken);
        return [.. entries.Select(static entry => JsonSerializer.Deserialize<AuditEntry>(entry.ToString(), JsonSerializerOptions.Web)!)];
    }
}

/// <summary>The keys of the page's cookies in a list.</summary>
internal sealed class RedisPageKeyStore(IConnectionMultiplexer connection) : IPageKeyStore
{
    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        (await _redis.AskAsync(static redis => redis.ListRangeAsync(RedisKeys.PageKeys), cancellationToken)).ToStringArray()!;

    /// <inheritdoc/>
    public Task AddAsync(string xml, CancellationToken cancellationToken) =>
        _redis.AskAsync(redis => redis.ListRightPushAsync(RedisKeys.PageKeys, xml), cancellationToken);
}

/// <summary>Tokens used, in a hash for each day that is forgotten soon after.</summary>
internal sealed class RedisTokenLedger(IConnectionMultiplexer connection) : ITokenLedger
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);
    private static readonly RedisValue All = string.Empty;

    private readonly RedisLink _redis = new(connection);

    /// <summary>Counts tokens of a client's question.</summary>
    public static Task AddAsync(RedisLink redis, DateOnly day, string client, long tokens, CancellationToken cancellationToken) => redis.AskAsync(
        async database =>
        {
            await database.HashIncrementAsync(RedisKeys.Spent(day), All, tokens);
            await database.HashIncrementAsync(RedisKeys.Spent(day), client, tokens);
            return await database.KeyExpireAsync(RedisKeys.Spent(day), KeptFor);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<long> SpentAsync(DateOnly day, string? client, CancellationToken cancellationToken) =>
        (long)await _redis.AskAsync(redis => redis.HashGetAsync(RedisKeys.Spent(day), client ?? All), cancellationToken);
}
