using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Mact.Cli;

/// <summary>A stack of one's own, started through the AppHost on free ports for as long as a command runs.</summary>
internal sealed partial class Stack : IAsyncDisposable
{
    private const int LinesKept = 20;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    private Stack(Process process) => _process = process;

    /// <summary>Where its Api listens.</summary>
    public Uri Api => _ready.Task.Result;

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

        var start = new ProcessStartInfo(
            "dotnet",
            ["run", "--project", host.FullName, "--", "--web-port", "0", "--api-port", "0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var stack = new Stack(Process.Start(start)!);
        stack._process.OutputDataReceived += (_, line) => stack.Keep(line.Data);
        stack._process.ErrorDataReceived += (_, line) => stack.Keep(line.Data);
        stack._process.BeginOutputReadLine();
        stack._process.BeginErrorReadLine();
        try
        {
            var ended = stack._process.WaitForExitAsync(CancellationToken.None);
            return await Task.WhenAny(stack._ready.Task, ended).WaitAsync(ReadyWithin, cancellationToken) == stack._ready.Task
                ? stack
                : throw stack.NotReady("ended");
        }
        catch (TimeoutException)
        {
            await stack.DisposeAsync();
            throw stack.NotReady("was not ready in time");
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

    private CommandException NotReady(string how)
    {
        lock (_lines)
        {
            return new($"The stack {how}. Its last lines:\n{string.Join('\n', _lines)}");
        }
    }

    // The AppHost writes the address of its Api once that is ready.
    private void Keep(string? line)
    {
        if (ApiLine().Match(line ?? string.Empty) is { Success: true } told)
        {
            _ready.TrySetResult(new(told.Groups["url"].Value + "/"));
        }

        lock (_lines)
        {
            _lines.Enqueue(line ?? string.Empty);
            if (_lines.Count > LinesKept)
            {
                _lines.Dequeue();
            }
        }
    }

    [GeneratedRegex(@"^\s*API\s+(?<url>http://[^\s/]+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ApiLine();
}
