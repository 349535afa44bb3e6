using System.Text.Json;
using Mact.Core.Models;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>What the workers tell of model endpoints: states with an end of validity by worker, and what was learnt by endpoint and model.</summary>
internal sealed class RedisEndpointStates(IConnectionMultiplexer connection, TimeProvider time) : IEndpointStates
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public Task PublishAsync(string worker, IReadOnlyList<EndpointState> states, TimeSpan validity, CancellationToken cancellationToken) =>
        validity <= TimeSpan.Zero
            ? _redis.AskAsync(database => database.HashDeleteAsync(RedisKeys.EndpointStates, worker), cancellationToken)
            : _redis.AskAsync(
                database => database.HashSetAsync(
                    RedisKeys.EndpointStates, worker, JsonSerializer.Serialize(new Published(time.GetUtcNow() + validity, states), Json)),
                cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<EndpointState>>> ReadAsync(CancellationToken cancellationToken)
    {
        var entries = await _redis.AskAsync(static database => database.HashGetAllAsync(RedisKeys.EndpointStates), cancellationToken);
        Dictionary<string, IReadOnlyList<EndpointState>> valid = new(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (Read<Published>(entry.Value) is { } published && published.Until > time.GetUtcNow())
            {
                valid[entry.Name.ToString()] = published.States;
            }
        }

        return valid;
    }

    /// <inheritdoc/>
    public Task LearnAsync(EndpointKnowledge knowledge, CancellationToken cancellationToken) => _redis.AskAsync(
        database =>
            database.HashSetAsync(RedisKeys.EndpointKnowledge, $"{knowledge.Endpoint}\n{knowledge.Model}", JsonSerializer.Serialize(knowledge, Json)),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EndpointKnowledge>> RecallAsync(CancellationToken cancellationToken)
    {
        var entries = await _redis.AskAsync(static database => database.HashGetAllAsync(RedisKeys.EndpointKnowledge), cancellationToken);
        return [.. entries.Select(static entry => Read<EndpointKnowledge>(entry.Value)).OfType<EndpointKnowledge>()];
    }

    /// <summary>Null for what another version wrote and this one cannot read.</summary>
    private static T? Read<T>(RedisValue value)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(value.ToString(), Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Published(DateTimeOffset Until, IReadOnlyList<EndpointState> States);
}
