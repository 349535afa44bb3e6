using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>One process that Aspire started, which can be killed, suspended, and started again by its resource's command.</summary>
internal sealed class Node(DistributedApplication application, string resourceId)
{
    private const string Kill = "/bin/kill";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    /// <summary>Under which a worker claims questions; another one after each start.</summary>
    public string Name => $"{Environment.MachineName}:{Pid}";

    /// <summary>Where this very replica listens; the address that the AppHost prints leads to any of them.</summary>
    public Uri Address => new(Variable("ASPNETCORE_URLS") + "/");

    /// <summary>Skips the calling test where processes cannot be signalled as on Linux.</summary>
    public static void SkipUnlessSupported() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs Linux: its signals suspend and kill processes.");

    private int Pid =>
        (int)Convert.ChangeType(Snapshot.Properties.Single(static property => property.Name == "executable.pid").Value, typeof(int), null)!;

    private CustomResourceSnapshot Snapshot => application.ResourceNotifications.TryGetCurrentState(resourceId, out var change)
        ? change.Snapshot
        : throw new InvalidOperationException($"There is no resource {resourceId}.");

    /// <summary>kill -9. Returns when Aspire knows.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("-KILL", Pid);
        await Eventually.TrueAsync(
            () => KnownResourceStates.TerminalStates.Contains(Snapshot.State?.Text), () => $"{resourceId} is {Snapshot.State?.Text} after kill -9.");
    }

    /// <summary>kill -9, without waiting: somebody may start it again at once. .NET outlives a SIGSEGV that another process sends.</summary>
    public Task CrashAsync() => SignalAsync("-KILL", Pid);

    /// <summary>Starts it again, by its command on the dashboard.</summary>
    public async Task StartAsync()
    {
        var result = await application.ResourceCommands.ExecuteCommandAsync(resourceId, KnownResourceCommands.StartCommand, CancellationToken.None);
        result.Success.ShouldBeTrue(result.Message);
        await Eventually.TrueAsync(
            () => Snapshot.State?.Text == KnownResourceStates.Running, () => $"{resourceId} is {Snapshot.State?.Text} after its start.", StartLimit);
    }

    /// <summary>kill -9, and a new process in its place.</summary>
    public async Task KillAndStartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>SIGSTOP: it does nothing any more and does not know.</summary>
    public Task SuspendAsync() => SignalAsync("-STOP", Pid);

    /// <summary>SIGCONT.</summary>
    public Task ContinueAsync() => SignalAsync("-CONT", Pid);

    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start(Kill, [signal, $"{pid}"]);
        await kill.WaitForExitAsync(CancellationToken.None);
        kill.ExitCode.ShouldBe(0);
    }

    private string Variable(string name) => Snapshot.EnvironmentVariables.Single(variable => variable.Name == name).Value!;
}
