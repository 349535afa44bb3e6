using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mact.Cli.Running;

namespace Mact.Cli.Stack;

/// <summary>The whole stack as a child process, on free loopback ports, for as long as the evaluation runs.</summary>
internal sealed class SelfHostedStack : IAsyncDisposable
{
    private const string Ready = "Press Ctrl+C to stop.";
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];

    private SelfHostedStack(Process process, Uri api)
    {
        _process = process;
        Api = api;
    }

    /// <summary>Where its Api listens.</summary>
    public Uri Api { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="CommandException">It ended, or was not ready in time; the message has its last lines.</exception>
    public static async Task<SelfHostedStack> StartAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // The AppHost lies beside this program in the artifacts folder, built in the same configuration.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(own.Parent!.Parent!.FullName, "Mact.AppHost", own.Name, "Mact.AppHost.dll");
        if (!File.Exists(assembly))
        {
            throw new CommandException("The AppHost has not been built. Run 'dotnet build', or start the stack yourself and give its address with --url.");
        }

        var (web, api) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet", [assembly, "--web-port", Text(web), "--api-port", Text(api), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var stack = new SelfHostedStack(new Process { StartInfo = start, EnableRaisingEvents = true }, new Uri($"http://127.0.0.1:{Text(api)}/"));
        try
        {
            stack.Begin();
            await stack._ready.Task.WaitAsync(ReadyLimit, cancellationToken);
            return stack;
        }
        catch (TimeoutException exception)
        {
            await stack.DisposeAsync();
            throw new CommandException("The stack was not ready in time. Its last lines:\n" + stack.LastLines(), exception);
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // It stops its children in order when it is told to; killing it outright is the last resort.
            if (!OperatingSystem.IsWindows())
            {
                using var kill = Process.Start("kill", ["-TERM", Text(_process.Id)]);
                await kill.WaitForExitAsync(CancellationToken.None);
            }

            try
            {
                await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(OperatingSystem.IsWindows() ? TimeSpan.Zero : StopLimit);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new CommandException("The stack ended. Its last lines:\n" + LastLines()));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? string.Empty);
        }

        if (line?.Contains(Ready, StringComparison.Ordinal) ?? false)
        {
            _ready.TrySetResult();
        }
    }

    private string LastLines()
    {
        lock (_output)
        {
            return string.Join('\n', _output.TakeLast(20));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
