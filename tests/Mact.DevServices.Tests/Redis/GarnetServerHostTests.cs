using System.Net;
using System.Net.Sockets;
using Mact.DevServices.Redis;
using StackExchange.Redis;

namespace Mact.DevServices.Tests.Redis;

public sealed class GarnetServerHostTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mact-garnet-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task It_listens_on_a_free_loopback_port_and_speaks_Redis()
    {
        using var garnet = GarnetServerHost.Start(port: 0, dataDirectory: null);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);

        await connection.GetDatabase().StringSetAsync("key", "value");

        (await connection.GetDatabase().StringGetAsync("key")).ToString().ShouldBe("value");
    }

    [Fact]
    public async Task Scripts_are_atomic_over_many_connections()
    {
        const int Connections = 4;
        const int Increments = 500;
        using var garnet = GarnetServerHost.Start(port: 0, dataDirectory: null);

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
            await Task.WhenAll(Enumerable.Range(0, Increments).Select(_ => connection.GetDatabase().ScriptEvaluateAsync(
                "redis.call('SET', KEYS[1], (redis.call('GET', KEYS[1]) or '0') + 1)", [new RedisKey("count")])));
        }));

        await using var reader = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
        ((int)await reader.GetDatabase().StringGetAsync("count")).ShouldBe(Connections * Increments);
    }

    [Fact]
    public async Task With_a_password_nobody_without_it_reads()
    {
        using var garnet = GarnetServerHost.Start(port: 0, dataDirectory: null, password: "a-long-word");
        await using var known = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
        await known.GetDatabase().StringSetAsync("key", "value");

        (await known.GetDatabase().StringGetAsync("key")).ToString().ShouldBe("value");
        await Should.ThrowAsync<RedisException>(async () =>
        {
            await using var stranger = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{garnet.Port},abortConnect=true,connectRetry=1");
            await stranger.GetDatabase().StringGetAsync("key");
        });
    }

    [Fact]
    public async Task What_it_keeps_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        using (var garnet = GarnetServerHost.Start(port: 0, _data.FullName))
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
            await connection.GetDatabase().StringSetAsync("key", "value");
        }

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        (File.GetUnixFileMode(_data.FullName) & others).ShouldBe(UnixFileMode.None);
        var kept = Directory.EnumerateFileSystemEntries(_data.FullName, "*", SearchOption.AllDirectories).ToList();
        kept.ShouldNotBeEmpty();
        foreach (var entry in kept)
        {
            (File.GetUnixFileMode(entry) & others).ShouldBe(UnixFileMode.None, entry);
        }
    }

    [Fact]
    public async Task With_a_data_directory_everything_survives_a_restart_and_another_one()
    {
        for (var start = 0; start < 3; start++)
        {
            using var garnet = GarnetServerHost.Start(port: 0, _data.FullName);
            await using var connection = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
            var redis = connection.GetDatabase();

            (await redis.ListLengthAsync("list")).ShouldBe(start);
            (await redis.HashLengthAsync("hash")).ShouldBe(start);
            (await redis.SortedSetLengthAsync("sorted")).ShouldBe(start);
            await redis.ScriptEvaluateAsync(
                "redis.call('RPUSH', KEYS[1], ARGV[1]); redis.call('HSET', KEYS[2], ARGV[1], 'x'); redis.call('ZADD', KEYS[3], ARGV[1], ARGV[1])",
                ["list", "hash", "sorted"],
                [start]);
        }
    }

    [Fact]
    public async Task Without_one_nothing_is_left()
    {
        using (var garnet = GarnetServerHost.Start(port: 0, dataDirectory: null))
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
            await connection.GetDatabase().StringSetAsync("key", "value");
        }

        using var next = GarnetServerHost.Start(port: 0, dataDirectory: null);
        await using var again = await ConnectionMultiplexer.ConnectAsync(next.ConnectionString);
        (await again.GetDatabase().KeyExistsAsync("key")).ShouldBeFalse();
    }

    [Fact]
    public void A_taken_port_is_said_in_words()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refused = Should.Throw<InvalidOperationException>(() => GarnetServerHost.Start(port, dataDirectory: null));

        refused.Message.ShouldContain($"127.0.0.1:{port}");
        refused.Message.ShouldContain("taken");
    }
}
