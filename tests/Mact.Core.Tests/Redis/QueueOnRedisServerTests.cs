namespace Mact.Core.Tests.Redis;

[Collection<RedisServerCollection>]
public sealed class QueueOnRedisServerTests(RedisServerFixture server) : QueueContract(server);
