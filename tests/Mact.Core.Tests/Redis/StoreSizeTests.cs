using Mact.Core.Redis;

namespace Mact.Core.Tests.Redis;

[Collection<RedisServerCollection>]
public sealed class StoreSizeOnRedisServerTests(RedisServerFixture server)
{
    [Fact]
    public async Task Redis_says_what_it_uses_and_what_it_may()
    {
        var connection = (await server.EmptyAsync()).Connection;
        var size = new RedisStoreSize(connection);

        (await size.ReadAsync(TestContext.Current.CancellationToken)).Max.ShouldBeNull();
        await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "900mb");
        var bounded = await size.ReadAsync(TestContext.Current.CancellationToken);
        await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "0");

        bounded.Max.ShouldBe(900L * 1024 * 1024);
        bounded.Used.ShouldNotBeNull().ShouldBePositive();
    }
}

[Collection<GarnetCollection>]
public sealed class StoreSizeOnGarnetTests(GarnetFixture server)
{
    [Fact]
    public async Task The_stand_in_tells_nothing() =>
        (await new RedisStoreSize((await server.EmptyAsync()).Connection).ReadAsync(TestContext.Current.CancellationToken)).Max.ShouldBeNull();
}
