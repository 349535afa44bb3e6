namespace Mact.Core.Tests.Redis;

[Collection<GarnetCollection>]
public sealed class EvaluationStoreOnGarnetTests(GarnetFixture server) : EvaluationStoreContract(server);
