using System.Collections.Concurrent;
using System.Diagnostics;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>One service as a real process on a loopback port.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int LinesKept = 200;
    private static readonly TimeSpan AliveLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServiceProcess(Process process, int port)
    {
        _process = process;
        Address = new($"http://localhost:{port}/");
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public Uri Address { get; }

    /// <summary>The latest lines that it wrote.</summary>
    public IEnumerable<string> Output => _output;

    /// <summary>Starts a service from its build output.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="environment">Variables beside this process's own.</param>
    public static ServiceProcess Start(string project, int port, IReadOnlyDictionary<string, string>? environment = null)
    {
        var assembly = BuildOutput.Of(project);
        return Start(assembly, Path.GetDirectoryName(assembly)!, port, environment);
    }

    /// <summary>Starts a service from an assembly, wherever it lies, in any directory.</summary>
    public static ServiceProcess Start(string assembly, string directory, int port, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = directory,
        };
        start.Environment["ASPNETCORE_URLS"] = $"http://localhost:{port}";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        var service = new ServiceProcess(new Process { StartInfo = start }, port);
        service.Begin();
        return service;
    }

    /// <summary>Waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended; the message has what it wrote.</exception>
    public async Task UntilAliveAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.TrueAsync(() => IsAliveAsync(client, cancellationToken), () => string.Join('\n', Output), AliveLimit);
    }

    /// <summary>SIGTERM, by which the orchestrator ends it in good order.</summary>
    public async Task AskToStopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString()]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task<bool> IsAliveAsync(HttpClient client, CancellationToken cancellationToken)
    {
        if (HasExited)
        {
            throw new InvalidOperationException($"The service ended:\n{string.Join('\n', Output)}");
        }

        try
        {
            using var reply = await client.GetAsync(new Uri("alive", UriKind.Relative), cancellationToken);
            return reply.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (_output.Count > LinesKept)
        {
            _output.TryDequeue(out _);
        }
    }
}
