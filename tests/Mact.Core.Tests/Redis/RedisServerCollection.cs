namespace Mact.Core.Tests.Redis;

[CollectionDefinition]
public sealed class RedisServerCollection : ICollectionFixture<RedisServerFixture>;
