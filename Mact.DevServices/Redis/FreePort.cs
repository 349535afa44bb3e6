using System.Net;
using System.Net.Sockets;

namespace Mact.DevServices.Redis;

/// <summary>Finds a loopback port that nobody listens on.</summary>
internal static class FreePort
{
    /// <summary>A port that was free a moment ago; whoever takes it must be ready to lose the race and ask again.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
