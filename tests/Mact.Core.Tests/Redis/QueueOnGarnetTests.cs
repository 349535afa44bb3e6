namespace Mact.Core.Tests.Redis;

[Collection<GarnetCollection>]
public sealed class QueueOnGarnetTests(GarnetFixture server) : QueueContract(server);
