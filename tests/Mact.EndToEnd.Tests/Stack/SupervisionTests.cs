using System.Globalization;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>How the embedded stack lives and ends, with real processes and real signals.</summary>
public sealed class SupervisionTests
{
    private static readonly TimeSpan NoChildAfter = TimeSpan.FromSeconds(5);

    /// <summary>Has every child say when it stops.</summary>
    private static readonly Dictionary<string, string> Lifetime = new(StringComparer.Ordinal) { ["Logging__LogLevel__Microsoft.Extensions.Hosting.Internal.Host"] = "Debug" };

    [Fact]
    public async Task Ctrl_c_to_the_whole_group_stops_everything_in_order()
    {
        AppHostProcess.SkipUnlessSupported();
        await using var host = await AppHostProcess.StartAsync(["--workers", "2"], TestContext.Current.CancellationToken, Lifetime);
        var children = host.Children();
        children.Count.ShouldBe(6);

        await host.InterruptGroupAsync();
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);

        host.ExitCode.ShouldBe(0);
        host.Output.Last().ShouldBe("Stopped.");
        children.ShouldAllBe(static id => !IsAlive(id));
        string[] stops = [.. host.Output.Where(static line => line.Contains("Hosting stopping", StringComparison.Ordinal)).Select(static line => line.Split(' ')[0]).Distinct(StringComparer.Ordinal)];
        stops[..2].ShouldBe(["web", "api"]);
        stops[2..4].ShouldBe(["worker", "worker-2"], ignoreOrder: true);
        stops[4..].ShouldBe(["redis", "model"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_killed_apphost_leaves_no_child_behind()
    {
        AppHostProcess.SkipUnlessSupported();
        await using var host = await AppHostProcess.StartAsync([], TestContext.Current.CancellationToken);
        var children = host.Children();
        children.ShouldNotBeEmpty();

        await AppHostProcess.SignalAsync("-KILL", host.Id);

        await AppHostProcess.UntilAsync(() => children.All(static id => !IsAlive(id)), NoChildAfter);
    }

    [Fact]
    public async Task A_killed_service_is_started_again_visibly()
    {
        AppHostProcess.SkipUnlessSupported();
        await using var host = await AppHostProcess.StartAsync([], TestContext.Current.CancellationToken);
        var api = host.ChildrenRunning("Mact.Api").ShouldHaveSingleItem();

        await AppHostProcess.SignalAsync("-KILL", api);

        await AppHostProcess.UntilAsync(() => host.Output.Any(static line => line.StartsWith("api", StringComparison.Ordinal) && line.Contains("is ready again", StringComparison.Ordinal)), TimeSpan.FromSeconds(30));
        host.Output.ShouldContain(static line => line.StartsWith("api", StringComparison.Ordinal) && line.Contains("starting it again in 0.5 s", StringComparison.Ordinal));
        host.ChildrenRunning("Mact.Api").ShouldHaveSingleItem().ShouldNotBe(api);
    }

    [Fact]
    public async Task A_service_that_cannot_start_ends_the_stack_with_its_last_lines()
    {
        AppHostProcess.SkipUnlessSupported();
        var failure = await Should.ThrowAsync<InvalidOperationException>(() => AppHostProcess.StartAsync(
            [],
            TestContext.Current.CancellationToken,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Tables__MaxRows"] = "-1" }));

        failure.Message.ShouldContain("could not be started");
        failure.Message.ShouldContain("MaxRows");
        failure.Message.ShouldContain("Stopped.");
    }

    [Fact]
    public async Task A_taken_port_moves_to_a_free_one_and_is_said()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        await using var host = AppHostProcess.Launch(["--web-port", port.ToString(CultureInfo.InvariantCulture)]);

        // Ports are chosen before anything starts, so nothing need be ready.
        var said = string.Create(CultureInfo.InvariantCulture, $"Port {port} is taken; the page moves to ");
        await AppHostProcess.UntilAsync(() => host.Output.Any(line => line.StartsWith(said, StringComparison.Ordinal)), NoChildAfter * 4);
    }

    private static bool IsAlive(int id) => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}"));
}
