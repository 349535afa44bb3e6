namespace Mact.Core.Tests.Redis;

[Collection<GarnetCollection>]
public sealed class CrashOnGarnetTests(GarnetFixture server) : CrashContract(server);
