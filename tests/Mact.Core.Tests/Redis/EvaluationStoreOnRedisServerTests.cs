namespace Mact.Core.Tests.Redis;

[Collection<RedisServerCollection>]
public sealed class EvaluationStoreOnRedisServerTests(RedisServerFixture server) : EvaluationStoreContract(server);
