using Mact.DevServices.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>Garnet in this process, in memory.</summary>
public sealed class GarnetFixture : RedisFixture
{
    private GarnetServerHost? _garnet;

    public override ValueTask InitializeAsync()
    {
        _garnet = GarnetServerHost.Start(port: 0, dataDirectory: null);
        ConnectionString = _garnet.ConnectionString + ",allowAdmin=true";
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _garnet?.Dispose();
    }
}
