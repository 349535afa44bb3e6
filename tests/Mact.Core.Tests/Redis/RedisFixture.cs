using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>A Redis that the contract tests run against. Tests of one server run one after another, each on an empty database.</summary>
public abstract class RedisFixture : IAsyncLifetime
{
    private ConnectionMultiplexer? _connection;

    /// <summary>Why there is no server on this machine; null when there is one.</summary>
    public string? Missing { get; protected set; }

    public string ConnectionString { get; protected set; } = string.Empty;

    public abstract ValueTask InitializeAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>An empty database; skips the test where there is no server.</summary>
    internal async Task<TestStore> EmptyAsync(QueueOptions? options = null, RetentionOptions? retention = null, TimeProvider? time = null)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? string.Empty);
        _connection ??= await ConnectionMultiplexer.ConnectAsync(ConnectionString);
        await _connection.GetDatabase().ExecuteAsync("FLUSHALL");
        return Open(_connection, options, retention, time);
    }

    /// <summary>Queue and store as another process would have them, on its own connection.</summary>
    internal async Task<(TestStore Store, ConnectionMultiplexer Connection)> ConnectAsync(QueueOptions? options = null)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
        return (Open(connection, options, retention: null, time: null), connection);
    }

    internal static TestStore Open(IConnectionMultiplexer connection, QueueOptions? options, RetentionOptions? retention, TimeProvider? time)
    {
        var queueOptions = Options.Create(options ?? new QueueOptions());
        var retentionOptions = Options.Create(retention ?? new RetentionOptions());
        return new TestStore(
            new RedisQuestionQueue(connection, queueOptions, retentionOptions, time ?? TimeProvider.System),
            new RedisQuestionStore(connection, retentionOptions, queueOptions, time ?? TimeProvider.System),
            connection);
    }
}
