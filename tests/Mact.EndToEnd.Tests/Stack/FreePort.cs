using System.Net;
using System.Net.Sockets;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>Loopback ports that nothing listens on.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
