using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>The reference server as a child process; absent on most machines, and then its tests are skipped.</summary>
public sealed class RedisServerFixture : RedisFixture
{
    private Process? _server;

    public override async ValueTask InitializeAsync()
    {
        var port = FreePort();
        try
        {
            _server = Process.Start(new ProcessStartInfo(
                "redis-server",
                ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--save", string.Empty, "--appendonly", "no"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            });
        }
        catch (Win32Exception)
        {
            Missing = "redis-server is not installed on this machine (Debian: apt-get install redis-server); the same tests run against Garnet.";
            return;
        }

        _server!.BeginOutputReadLine();
        ConnectionString = $"127.0.0.1:{port},allowAdmin=true";
        await Eventually.TrueAsync(AnswersAsync);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is { } server)
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
            return true;
        }
        catch (RedisConnectionException)
        {
            return false;
        }
    }
}
