namespace Mact.Core.Tests.Redis;

[Collection<RedisServerCollection>]
public sealed class StoreOnRedisServerTests(RedisServerFixture server) : StoreContract(server);
