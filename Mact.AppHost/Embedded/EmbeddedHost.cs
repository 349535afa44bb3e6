using System.Globalization;
using System.Runtime.InteropServices;
using Mact.AppHost.Embedded.Console;
using Mact.AppHost.Embedded.Dashboard;
using Mact.AppHost.Embedded.Dashboard.Logs;
using Mact.AppHost.Embedded.Dashboard.Traces;
using Mact.AppHost.Embedded.Options;
using Mact.AppHost.Embedded.Processes;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Embedded;

/// <summary>Runs the whole stack as child processes until Ctrl+C or SIGTERM, and stops it in order.</summary>
internal sealed class EmbeddedHost(EmbeddedOptions options, ConsoleLog log, LogStore logs, TimeProvider time) : IAsyncDisposable
{
    private const int CouldNotStart = 1;
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly DashboardKeys _keys = new();
    private IReadOnlyList<SupervisedResource> _resources = [];
    private DashboardServer? _dashboard;

    /// <summary>The exit code of the process.</summary>
    public async Task<int> RunAsync()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        log.Say(StartupLine.Text);
        var ports = Allocate();
        var probe = new ReadinessProbe(_client, time);
        var telemetry = DashboardServer.TelemetryVariables(ports.Dashboard, _keys, Environment.GetEnvironmentVariable);
        _resources = [.. EmbeddedTopology.Build(options, ports, telemetry).Select(spec => new SupervisedResource(spec, probe, log, time))];
        var startedAt = time.GetTimestamp();
        try
        {
            await StartDashboardAsync(ports);
            await StartAsync();
            log.Say(Summary(ports, time.GetElapsedTime(startedAt)));
            await Task.Delay(Timeout.InfiniteTimeSpan, time, _stop.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (ResourceFailedException failure)
        {
            SayFailure(failure);
            return CouldNotStart;
        }
        finally
        {
            await StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in _resources)
        {
            await resource.DisposeAsync();
        }

        if (_dashboard is not null)
        {
            await _dashboard.DisposeAsync();
        }

        _client.Dispose();
        _stop.Dispose();
    }

    /// <summary>Up before the services, so that their start can be watched; without it the stack still runs.</summary>
    private async Task StartDashboardAsync(Ports ports)
    {
        try
        {
            _dashboard = await DashboardServer.StartAsync(ports.Dashboard, _keys, new(_resources, _client), logs, new TraceStore(), _stop.Token);
            log.Say($"Mact dashboard: {DashboardServer.Address(ports.Dashboard, _keys)}");
        }
        catch (IOException exception)
        {
            log.Say($"The Mact dashboard could not be started ({exception.Message}); the stack runs without it. Another port: --dashboard-port PORT");
        }
    }

    private async Task StartAsync()
    {
        foreach (var stage in _resources.GroupBy(resource => resource.Spec.StartStage).OrderBy(stage => stage.Key))
        {
            await Task.WhenAll(stage.Select(resource => resource.StartAsync(_stop.Token)));
        }
    }

    private async Task StopAsync()
    {
        log.Say("Stopping: the page, the API, the workers (they hand back what they cannot finish), then the stand-ins. Ctrl+C again ends everything at once.");
        foreach (var stage in _resources.GroupBy(resource => resource.Spec.StopStage).OrderBy(stage => stage.Key))
        {
            await Task.WhenAll(stage.Select(resource => resource.EndAsync()));
        }

        log.Say("Stopped.");
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            return;
        }

        foreach (var resource in _resources)
        {
            resource.Kill();
        }
    }

    private Ports Allocate()
    {
        var allocator = new PortAllocator();
        var ports = new Ports(
            allocator.Prefer(options.WebPort),
            allocator.Prefer(options.ApiPort),
            allocator.Any(),
            allocator.Any(),
            allocator.Any(),
            allocator.Any(),
            allocator.Prefer(options.DashboardPort),
            [.. Enumerable.Range(0, options.Workers).Select(_ => allocator.Any())]);
        SayIfMoved("page", options.WebPort, ports.Web);
        SayIfMoved("API", options.ApiPort, ports.Api);
        SayIfMoved("dashboard", options.DashboardPort, ports.Dashboard);
        return ports;
    }

    private void SayIfMoved(string what, int asked, int given)
    {
        if (asked != given)
        {
            log.Say(string.Create(CultureInfo.InvariantCulture, $"Port {asked} is taken; the {what} moves to {given}."));
        }
    }

    private void SayFailure(ResourceFailedException failure)
    {
        log.Say($"{failure.Message}. Its last lines:");
        foreach (var line in failure.LastLines)
        {
            log.Say($"    {line}");
        }
    }

    private string Summary(Ports ports, TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"""

        Mact is ready after {elapsed.TotalSeconds:0.0} s.

          Page       http://localhost:{ports.Web}
          API        http://localhost:{ports.Api}  (reference: http://localhost:{ports.Api}/scalar)
          Dashboard  {(_dashboard is null ? "could not be started" : DashboardServer.Address(ports.Dashboard, _keys))}
          Model      {ModelWords()}
          History    {HistoryWords()}

        Press Ctrl+C to stop.

        """);

    private string ModelWords() => options.ModelEndpoint is { } endpoint
        ? $"{options.Model ?? "the single one served"} at {endpoint.GetLeftPart(UriPartial.Path)}"
        : "the built-in table reader, which is no language model. To connect one: --model-endpoint URL";

    private string HistoryWords() => options switch
    {
        { Redis: not null } => "in the Redis given by --redis",
        { DataDirectory: { } directory } => $"kept in {directory}",
        _ => "lives until stop. To keep it: --data DIR",
    };
}
