using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mact.EndToEnd.Tests.Lifetime;

/// <summary>One service, started from its build output on a free loopback port, with a pipe on its standard input.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string project)
    {
        // The services lie beside this test in the artifacts folder, built in the same configuration.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{project}.dll");
        File.Exists(assembly).ShouldBeTrue($"{assembly} has not been built.");

        Process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly, "--urls", "http://127.0.0.1:0"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = Path.GetDirectoryName(assembly)!,
                Environment =
                {
                    ["MACT_PARENT_PIPE"] = "1",
                    ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
                },
            },
            EnableRaisingEvents = true,
        };
        Process.OutputDataReceived += (_, line) => Read(line.Data);
        Process.ErrorDataReceived += (_, line) => Read(line.Data);
        Process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"{project} ended: {string.Join('\n', _output)}"));
    }

    public Process Process { get; }

    public IEnumerable<string> Output => _output;

    public Uri Address => _address.Task.Result;

    public static async Task<ServiceProcess> StartAsync(string project, CancellationToken cancellationToken)
    {
        var service = new ServiceProcess(project);
        service.Process.Start();
        service.Process.BeginOutputReadLine();
        service.Process.BeginErrorReadLine();
        await service._address.Task.WaitAsync(cancellationToken);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            await Process.WaitForExitAsync(CancellationToken.None);
        }

        Process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
