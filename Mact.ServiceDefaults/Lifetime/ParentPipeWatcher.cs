using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mact.ServiceDefaults.Lifetime;

/// <summary>
/// Reads standard input. A line on it is the AppHost's request to stop in good order, in one's own time. Its end means that the AppHost is
/// gone, however it went: the application stops, and a process that has not ended <see cref="Grace"/> later is ended hard, so that a
/// killed AppHost leaves nothing behind.
/// </summary>
/// <remarks>Parent-death signals are no substitute: they follow the thread that started the child, not the parent process.</remarks>
internal sealed partial class ParentPipeWatcher(IHostApplicationLifetime application, ILogger<ParentPipeWatcher> logger) : IHostedService
{
    private const int HardExitCode = 1;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    /// <summary>A thread of its own: reads of standard input block, and it must never hold back the end of the process.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Watch) { IsBackground = true, Name = "parent pipe" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        ReadToEnd();
        LogParentGone();
        application.StopApplication();

        // Nobody sets it: the process ends, and this thread with it, or the grace is over.
        using var never = new ManualResetEventSlim();
        never.Wait(Grace, CancellationToken.None);
        Environment.Exit(HardExitCode);
    }

    private void ReadToEnd()
    {
        try
        {
            using var input = Console.OpenStandardInput();
            Span<byte> buffer = stackalloc byte[256];
            while (input.Read(buffer) > 0)
            {
                application.StopApplication();
            }
        }
        catch (IOException)
        {
            // A broken pipe says the same as its end.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The AppHost has closed the pipe to this process; stopping.")]
    private partial void LogParentGone();
}
