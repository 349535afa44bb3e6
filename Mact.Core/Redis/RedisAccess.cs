using System.Text.Json;
using Mact.Core.Access;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>What belongs to whom: a sorted set by kind and person, whose ids sort by time where they begin with it.</summary>
internal sealed class RedisOwnership(IConnectionMultiplexer connection) : IOwnership
{
    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public Task GrantAsync(OwnedKind kind, string owner, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? Task.CompletedTask
        : _redis.AskAsync(
            redis => redis.SortedSetAddAsync(RedisKeys.Owned(kind, owner), [.. ids.Select(static id => new SortedSetEntry(id, 0))]),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> OwnedAsync(
        OwnedKind kind, string owner, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var scores = await _redis.AskAsync(
            redis => Task.WhenAll(ids.Select(id => redis.SortedSetScoreAsync(RedisKeys.Owned(kind, owner), id))), cancellationToken);
        return ids.Zip(scores).Where(static pair => pair.Second is not null).Select(static pair => pair.First).ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(
        OwnedKind kind, string owner, string? before, int limit, CancellationToken cancellationToken)
    {
        var ids = await _redis.AskAsync(
            redis => redis.SortedSetRangeByValueAsync(
                RedisKeys.Owned(kind, owner),
                min: default,
                max: before ?? default(RedisValue),
                exclude: before is null ? Exclude.None : Exclude.Stop,
                order: Order.Descending,
                skip: 0,
                take: limit),
            cancellationToken);
        return [.. ids.Select(static id => id.ToString())];
    }

    /// <inheritdoc/>
    public Task ForgetAsync(OwnedKind kind, string owner, string id, CancellationToken cancellationToken) =>
        _redis.AskAsync(redis => redis.SortedSetRemoveAsync(RedisKeys.Owned(kind, owner), id), cancellationToken);
}

/// <summary>API keys in one hash, by the hash of their secret.</summary>
internal sealed class RedisApiKeyStore(IConnectionMultiplexer connection) : IApiKeyStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public Task AddAsync(string hash, ApiKey key, CancellationToken cancellationToken) =>
        _redis.AskAsync(redis => redis.HashSetAsync(RedisKeys.ApiKeys, hash, JsonSerializer.Serialize(key, Json)), cancellationToken);

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

    private static ApiKey? Read(RedisValue value) => value.IsNull ? null : JsonSerializer.Deserialize<ApiKey>(value.ToString(), Json);
}
