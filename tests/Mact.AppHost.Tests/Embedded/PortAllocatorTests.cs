using System.Net;
using System.Net.Sockets;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Tests.Embedded;

public sealed class PortAllocatorTests
{
    [Fact]
    public void A_taken_port_moves_to_a_free_one()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var given = new PortAllocator().Prefer(port);

        given.ShouldNotBe(port);
        given.ShouldBeInRange(1, 65535);
    }

    [Fact]
    public void A_free_port_is_given_as_asked_but_only_once()
    {
        var allocator = new PortAllocator();
        var free = new PortAllocator().Any();

        allocator.Prefer(free).ShouldBe(free);
        allocator.Prefer(free).ShouldNotBe(free);
    }

    [Fact]
    public void No_port_is_given_twice()
    {
        var allocator = new PortAllocator();

        Enumerable.Range(0, 50).Select(_ => allocator.Any()).ShouldBeUnique();
    }
}
