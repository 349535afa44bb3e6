using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Mact.EndToEnd.Tests.Stack;
using StackExchange.Redis;

namespace Mact.Benchmarks.Queueing;

/// <summary>The reference server as a child process, where it is installed.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _process;

    private RedisServer(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    /// <summary>Starts it; null where there is none.</summary>
    public static async Task<RedisServer?> StartAsync(string? data, CancellationToken cancellationToken)
    {
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        string[] durable = data is null ? ["--appendonly", "no"] : ["--appendonly", "yes", "--appendfsync", "always", "--dir", data];
        try
        {
            var start = new ProcessStartInfo("redis-server", ["--bind", "127.0.0.1", "--port", port, "--save", string.Empty, .. durable]) { RedirectStandardOutput = true, UseShellExecute = false };
            var server = new RedisServer(Process.Start(start)!, $"127.0.0.1:{port}");
            server._process.BeginOutputReadLine();
            while (!await AnswersAsync(server.Address))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }

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

    private static async Task<bool> AnswersAsync(string address)
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(address);
            return true;
        }
        catch (RedisConnectionException)
        {
            return false;
        }
    }
}
