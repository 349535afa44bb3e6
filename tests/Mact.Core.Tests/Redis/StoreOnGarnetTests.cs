namespace Mact.Core.Tests.Redis;

[Collection<GarnetCollection>]
public sealed class StoreOnGarnetTests(GarnetFixture server) : StoreContract(server);
