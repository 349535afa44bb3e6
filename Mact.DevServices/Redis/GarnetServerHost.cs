using System.Net;
using System.Net.Sockets;
using Garnet;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mact.DevServices.Redis;

/// <summary>
/// A running Garnet server in this process, on loopback: the stand-in for Redis. Scripts run as transactions, without which they would
/// not be atomic. With a data directory, every write is on disk before it is acknowledged, so that a killed process loses nothing.
/// </summary>
public sealed class GarnetServerHost : IDisposable
{
    private const int PortTries = 20;

    // Every connection that waits for its write to reach the disk holds a thread. The pool's own start, one thread per core, grows by two a second:
    // with 20 connections on 2 cores, writes stood still for 3 s again and again.
    private const string MinThreads = "128";

    private readonly GarnetServer _server;

    private readonly string? _password;

    private GarnetServerHost(GarnetServer server, int port, string? password)
    {
        _server = server;
        _password = password;
        Port = port;
    }

    /// <summary>The loopback port that it listens on.</summary>
    public int Port { get; }

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString =>
        $"127.0.0.1:{Port}{(string.IsNullOrEmpty(_password) ? string.Empty : $",password={_password}")}";

    /// <summary>Starts a server; recovers what the data directory holds.</summary>
    /// <exception cref="InvalidOperationException">The port is taken, or the data directory cannot be used; the message says which.</exception>
    public static GarnetServerHost Start(int port, string? dataDirectory, ILoggerFactory? loggers = null, string? password = null)
    {
        if (port != 0)
        {
            return StartOn(port, dataDirectory, loggers, password);
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                return StartOn(FreePort(), dataDirectory, loggers, password);
            }
            catch (InvalidOperationException exception) when (exception.InnerException is SocketException && tries < PortTries)
            {
                // Another process took the port in between.
            }
        }
    }

    /// <summary>Stops listening and closes the files.</summary>
    public void Dispose() => _server.Dispose();

    private static GarnetServerHost StartOn(int port, string? dataDirectory, ILoggerFactory? loggers, string? password)
    {
        GarnetServer? server = null;
        try
        {
            server = new GarnetServer(Arguments(port, dataDirectory, password), loggers ?? NullLoggerFactory.Instance);
            server.Start();
            return new GarnetServerHost(server, port, password);
        }
        catch (Exception exception)
        {
            server?.Dispose();
            var socket = exception as SocketException ?? exception.InnerException as SocketException;
            throw socket is { SocketErrorCode: SocketError.AddressAlreadyInUse }
                ? new InvalidOperationException(
                    $"The Redis stand-in cannot listen on 127.0.0.1:{port}: the port is taken. Give another one, or 0 for any free one.", socket)
                : new InvalidOperationException(
                    $"The Redis stand-in did not start on 127.0.0.1:{port}{With(dataDirectory)}: {exception.Message}",
                    exception);
        }
    }

    private static string With(string? dataDirectory) =>
        string.IsNullOrEmpty(dataDirectory) ? string.Empty : $" with the data directory {dataDirectory}";

    /// <summary>A loopback port that was free a moment ago: whoever takes it must be ready to lose the race.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string[] Arguments(int port, string? dataDirectory, string? password)
    {
        List<string> arguments =
        [
            "--bind", "127.0.0.1",
            "--port", port.ToString(),
            "--lua",
            "--lua-transaction-mode",
            "-q",

            // The default index is 128 MiB, which every checkpoint would write; this one grows when it is needed.
            "--index", "8m",
        ];
        if (!string.IsNullOrEmpty(password))
        {
            arguments.AddRange(["--auth", "Password", "--password", password]);
        }

        if (!string.IsNullOrEmpty(dataDirectory))
        {
            // The native device needs libaio, which a bare machine lacks; --logdir only works with tiered storage.
            arguments.AddRange(
            [
                "--checkpointdir", PrivateFolder.Create(dataDirectory),
                "--device-type", "RandomAccess",
                "--aof",
                "--aof-commit-freq", "0",
                "--aof-commit-wait",
                "--minthreads", MinThreads,
                "--recover",

                // Past this size a checkpoint is taken and the file before it goes, in whole segments.
                "--aof-segment-size", "32m",
                "--aof-size-limit", "128m",
            ]);
        }

        return [.. arguments];
    }
}
