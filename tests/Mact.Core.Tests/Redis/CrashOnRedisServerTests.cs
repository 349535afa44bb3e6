namespace Mact.Core.Tests.Redis;

[Collection<RedisServerCollection>]
public sealed class CrashOnRedisServerTests(RedisServerFixture server) : CrashContract(server);
