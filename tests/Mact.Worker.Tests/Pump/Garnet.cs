extern alias DevServices;

using DevServices::Mact.DevServices.Redis;

namespace Mact.Worker.Tests.Pump;

/// <summary>The Redis stand-in in this process.</summary>
internal sealed class Garnet(int port = 0, string? dataDirectory = null) : IDisposable
{
    private readonly GarnetServerHost _server = GarnetServerHost.Start(port, dataDirectory);

    public int Port => _server.Port;

    public void Dispose() => _server.Dispose();
}
