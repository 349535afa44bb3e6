using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mact.Cli;

/// <summary>A stack of one's own, started through the AppHost on free ports for as long as a command runs.</summary>
internal sealed class Stack : IAsyncDisposable
{
    private const int LinesKept = 20;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    private Stack(Process process, Uri api) => (_process, Api) = (process, api);

    /// <summary>Where its Api listens.</summary>
    public Uri Api { get; }

    /// <summary>Starts a stack rather than asking one that runs.</summary>
    public static Option<DirectoryInfo?> StartOption() =>
        new("--start") { Description = "Start a stack for this command: the folder of Mact.AppHost." };

    /// <summary>What the AppHost is given.</summary>
    public static Option<string[]> HostOption() => new("--host")
    {
        Description = "An argument for the stack that is started, such as --host=--model-endpoint=http://gpu:8000/v1; may be given several times.",
        DefaultValueFactory = static _ => [],
    };

    /// <summary>Starts it and waits until its Api answers.</summary>
    /// <exception cref="CommandException">It ended, or was not ready in time; the message has its last lines.</exception>
    public static async Task<Stack> StartAsync(DirectoryInfo host, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (!host.Exists)
        {
            throw new CommandException($"There is no folder '{host}'.");
        }

        var port = FreePort();
        var start = new ProcessStartInfo(
            "dotnet",
            ["run", "--project", host.FullName, "--", "--web-port", "0", "--api-port", port.ToString(), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var stack = new Stack(Process.Start(start)!, new Uri($"http://localhost:{port}/"));
        stack._process.OutputDataReceived += (_, line) => stack.Keep(line.Data);
        stack._process.ErrorDataReceived += (_, line) => stack.Keep(line.Data);
        stack._process.BeginOutputReadLine();
        stack._process.BeginErrorReadLine();
        try
        {
            await stack.UntilReadyAsync(cancellationToken);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it in good order; killing it is the last resort.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            if (!OperatingSystem.IsWindows())
            {
                using var kill = Process.Start("kill", ["-INT", _process.Id.ToString()]);
                await kill.WaitForExitAsync(CancellationToken.None);
            }

            using var limit = new CancellationTokenSource(OperatingSystem.IsWindows() ? TimeSpan.Zero : StopsWithin);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        using var http = Cli.Http(Api);
        var client = new MactClient(http);
        var begun = Stopwatch.GetTimestamp();
        while (await client.ReadSystemAsync(cancellationToken) is not ApiResult<SystemReport>.Ok)
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(begun) > ReadyWithin)
            {
                lock (_lines)
                {
                    throw new CommandException(
                        $"The stack {(_process.HasExited ? "ended" : "was not ready in time")}. Its last lines:\n{string.Join('\n', _lines)}");
                }
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    private void Keep(string? line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line ?? string.Empty);
            if (_lines.Count > LinesKept)
            {
                _lines.Dequeue();
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
