using System.Net;
using System.Net.Sockets;

namespace Mact.AppHost.Embedded.Topology;

/// <summary>Finds loopback ports. A port is free when it can be bound on IPv4 and, where the machine has it, on IPv6 loopback.</summary>
internal sealed class PortAllocator
{
    private readonly HashSet<int> _given = [];

    /// <summary>The asked port when it is free, else a free one.</summary>
    public int Prefer(int port) => !_given.Contains(port) && IsFree(port) ? Give(port) : Any();

    /// <summary>A port that the system considers free, never the same twice.</summary>
    public int Any()
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            socket.Close();
            if (!_given.Contains(port) && IsFree(port))
            {
                return Give(port);
            }
        }
    }

    private static bool IsFree(int port) =>
        CanBind(AddressFamily.InterNetwork, IPAddress.Loopback, port)
        && (!Socket.OSSupportsIPv6 || CanBind(AddressFamily.InterNetworkV6, IPAddress.IPv6Loopback, port));

    private static bool CanBind(AddressFamily family, IPAddress address, int port)
    {
        using var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            // The machine has no such loopback; nobody else can be on it either.
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int Give(int port)
    {
        _given.Add(port);
        return port;
    }
}
