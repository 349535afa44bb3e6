using System.Diagnostics;
using System.Globalization;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Lifetime;

/// <summary>A real child process, held as the AppHost holds it: by a pipe on its standard input.</summary>
public sealed class ParentPipeTests
{
    [Fact]
    public async Task A_child_ends_cleanly_when_its_parent_closes_the_pipe()
    {
        await using var child = ServiceProcess.Start("Mact.Web", FreePort.Find());
        await child.UntilAliveAsync(TestContext.Current.CancellationToken);

        child.ClosePipe();

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        child.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_child_leaves_ctrl_c_to_its_parent_and_ends_on_sigterm()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with the kill command.");
        await using var child = ServiceProcess.Start("Mact.Web", FreePort.Find());
        await child.UntilAliveAsync(TestContext.Current.CancellationToken);

        await SignalAsync("-INT", child.Id);
        using var client = new HttpClient { BaseAddress = child.Address };
        (await client.GetStringAsync(new Uri("/alive", UriKind.Relative), TestContext.Current.CancellationToken)).ShouldContain("Healthy");
        child.HasExited.ShouldBeFalse();

        await SignalAsync("-TERM", child.Id);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        child.ExitCode.ShouldBe(0);
        child.Output.ShouldNotContain(static line => line.Contains("closed the pipe", StringComparison.Ordinal));
    }

    private static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", [signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        kill.ExitCode.ShouldBe(0);
    }
}
