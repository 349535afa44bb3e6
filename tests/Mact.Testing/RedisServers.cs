using System.ComponentModel;
using System.Diagnostics;
using Mact.DevServices.Redis;
using StackExchange.Redis;

namespace Mact.Testing;

/// <summary>A server that speaks Redis, alone for whoever started it.</summary>
public interface IRedisServer : IAsyncDisposable
{
    int Port { get; }

    /// <summary>host:port, for StackExchange.Redis.</summary>
    string ConnectionString { get; }
}

/// <summary>Garnet in this process.</summary>
public sealed class GarnetInProcess : IRedisServer, IDisposable
{
    private readonly GarnetServerHost _server;

    /// <summary>Starts Garnet in this process and waits until it answers.</summary>
    /// <param name="port">0 = a free one.</param>
    /// <param name="dataDirectory">Where data is kept; null = in memory.</param>
    public GarnetInProcess(int port = 0, string? dataDirectory = null) => _server = GarnetServerHost.Start(port, dataDirectory);

    public int Port => _server.Port;

    public string ConnectionString => _server.ConnectionString;

    public void Dispose() => _server.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The reference server as a child process.</summary>
public sealed class RedisProcess : IRedisServer
{
    public const string Missing =
        "redis-server is not installed on this machine (Debian: apt-get install redis-server); the same tests run against Garnet.";

    private readonly Process _process;

    private RedisProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts it and waits until it answers; null where it is not installed.</summary>
    /// <param name="dataDirectory">Every write is on this disk before it is acknowledged; null = in memory.</param>
    /// <param name="port">0 = a free one.</param>
    public static async Task<RedisProcess?> StartAsync(string? dataDirectory = null, int port = 0)
    {
        port = port == 0 ? FreePort.Find() : port;
        string[] durable = dataDirectory is null ? ["--appendonly", "no"]
            : ["--appendonly", "yes", "--appendfsync", "always", "--dir", dataDirectory];
        var start = new ProcessStartInfo(
            "redis-server", ["--bind", "127.0.0.1", "--port", port.ToString(), "--save", string.Empty, .. durable])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            var server = new RedisProcess(Process.Start(start)!, port);
            server._process.BeginOutputReadLine();
            await Eventually.TrueAsync(server.AnswersAsync, () => $"redis-server does not answer at {server.ConnectionString}.");
            return server;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
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
