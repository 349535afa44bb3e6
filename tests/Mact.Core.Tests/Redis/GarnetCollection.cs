namespace Mact.Core.Tests.Redis;

[CollectionDefinition]
public sealed class GarnetCollection : ICollectionFixture<GarnetFixture>;
