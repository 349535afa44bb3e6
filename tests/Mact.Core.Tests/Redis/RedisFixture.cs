using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>A Redis that the contract tests run against. Tests of one server run one after another, each on an empty database.</summary>
/// <param name="start">Starts it; null where it is not on this machine, and then its tests are skipped.</param>
public abstract class RedisFixture(Func<Task<IRedisServer?>> start) : IAsyncLifetime
{
    private IRedisServer? _server;
    private ConnectionMultiplexer? _connection;

    public string ConnectionString => $"{_server!.ConnectionString},allowAdmin=true";

    public async ValueTask InitializeAsync() => _server = await start();

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }

        if (_server is { } server)
        {
            await server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>An empty database; skips the test where there is no server.</summary>
    internal async Task<TestStore> EmptyAsync(QueueOptions? options = null, RetentionOptions? retention = null, TimeProvider? time = null)
    {
        Assert.SkipWhen(_server is null, RedisProcess.Missing);
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

/// <summary>Garnet in this process, in memory.</summary>
public sealed class GarnetFixture() : RedisFixture(static () => Task.FromResult<IRedisServer?>(new GarnetInProcess()));

/// <summary>The reference server as a child process; absent on most machines.</summary>
public sealed class RedisServerFixture() : RedisFixture(static async () => await RedisProcess.StartAsync());

[CollectionDefinition]
public sealed class GarnetCollection : ICollectionFixture<GarnetFixture>;

[CollectionDefinition]
public sealed class RedisServerCollection : ICollectionFixture<RedisServerFixture>;
