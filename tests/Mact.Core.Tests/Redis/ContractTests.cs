namespace Mact.Core.Tests.Redis;

[Collection<GarnetCollection>]
public sealed class QueueOnGarnetTests(GarnetFixture server) : QueueContract(server);

[Collection<RedisServerCollection>]
public sealed class QueueOnRedisServerTests(RedisServerFixture server) : QueueContract(server);

[Collection<GarnetCollection>]
public sealed class StoreOnGarnetTests(GarnetFixture server) : StoreContract(server);

[Collection<RedisServerCollection>]
public sealed class StoreOnRedisServerTests(RedisServerFixture server) : StoreContract(server);

[Collection<GarnetCollection>]
public sealed class CrashOnGarnetTests(GarnetFixture server) : CrashContract(server);

[Collection<RedisServerCollection>]
public sealed class CrashOnRedisServerTests(RedisServerFixture server) : CrashContract(server);

[Collection<GarnetCollection>]
public sealed class EvaluationStoreOnGarnetTests(GarnetFixture server) : EvaluationStoreContract(server);

[Collection<RedisServerCollection>]
public sealed class EvaluationStoreOnRedisServerTests(RedisServerFixture server) : EvaluationStoreContract(server);

[Collection<GarnetCollection>]
public sealed class EndpointStatesOnGarnetTests(GarnetFixture server) : EndpointStatesContract(server);

[Collection<RedisServerCollection>]
public sealed class EndpointStatesOnRedisServerTests(RedisServerFixture server) : EndpointStatesContract(server);

[Collection<GarnetCollection>]
public sealed class ModelChecksOnGarnetTests(GarnetFixture server) : ModelCheckContract(server);

[Collection<RedisServerCollection>]
public sealed class ModelChecksOnRedisServerTests(RedisServerFixture server) : ModelCheckContract(server);
