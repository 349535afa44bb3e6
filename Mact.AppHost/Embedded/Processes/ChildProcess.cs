using System.Diagnostics;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Embedded.Processes;

/// <summary>
/// One run of a service's process. Its standard input is the pipe by which it knows that the AppHost lives
/// (see ParentPipe in Mact.ServiceDefaults): the line "stop" asks it to end in good order, the end of the pipe to end at once.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const string StopWord = "stop";
    private readonly Process _process;

    private ChildProcess(Process process)
    {
        _process = process;
    }

    /// <summary>The operating system's id.</summary>
    public int Id => _process.Id;

    /// <summary>Completes when the process has ended and its output is read to the end.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Starts the service; every line it writes goes to <paramref name="output"/>.</summary>
    public static ChildProcess Start(ResourceSpec spec, Action<string> output)
    {
        var binary = ServiceBinaries.Find(spec.Project);
        var start = new ProcessStartInfo(DotnetPath())
        {
            ArgumentList = { binary.FullName },
            WorkingDirectory = binary.DirectoryName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["MACT_PARENT_PIPE"] = "1";

        // One line for each message, unless the person who started the AppHost chose otherwise ("json", say).
        start.Environment.TryAdd("Logging__Console__FormatterName", "simple");
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Forward(line.Data, output);
        process.ErrorDataReceived += (_, line) => Forward(line.Data, output);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    /// <summary>Asks for an orderly end, waits for it, and ends the process hard when the time is over.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(StopWord);
            await _process.StandardInput.FlushAsync(CancellationToken.None);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(limit);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or InvalidOperationException)
        {
            Kill();
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    /// <summary>The dotnet that runs this very process where that can be told, else the one on the path.</summary>
    private static string DotnetPath() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private static void Forward(string? line, Action<string> output)
    {
        if (line is not null)
        {
            output(line);
        }
    }
}
