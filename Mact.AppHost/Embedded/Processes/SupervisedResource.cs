using System.Collections.Concurrent;
using System.Globalization;
using Mact.AppHost.Embedded.Console;
using Mact.AppHost.Embedded.Dashboard.Resources;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Embedded.Processes;

/// <summary>
/// Keeps one resource running: starts it, waits for readiness, starts it again with backoff when it dies, stops it in good order.
/// Everything it does is said in the log.
/// </summary>
internal sealed class SupervisedResource(ResourceSpec spec, ReadinessProbe probe, ConsoleLog log, TimeProvider time) : IManagedResource, IAsyncDisposable
{
    private const int LastLinesKept = 25;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<string> _lastLines = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CancellationTokenSource _stopping = new();
    private bool _supervised;
    private bool _ended;
    private readonly RestartBackoff _backoff = new();
    private ChildProcess? _child;
    private Task _supervision = Task.CompletedTask;

    public ResourceSpec Spec { get; } = spec;

    public ResourceState State { get; private set; } = ResourceState.Stopped;

    /// <summary>How often it was started again since the stack is up.</summary>
    public int Restarts { get; private set; }

    /// <summary>The id of the running process, for people who look for it; null when there is none.</summary>
    public int? ProcessId => State is ResourceState.Starting or ResourceState.Running ? _child?.Id : null;

    /// <summary>Starts it and returns when it is ready; from then on it is kept running.</summary>
    /// <exception cref="ResourceFailedException">It ended.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var child = Launch();
        var exit = child.WaitForExitAsync(CancellationToken.None);
        await WaitUntilReadyAsync(exit, cancellationToken);
        State = ResourceState.Running;
        _supervision = SuperviseAsync(exit, time.GetTimestamp());
        _supervised = true;
    }

    /// <inheritdoc/>
    public async Task StartAgainAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_ended || State != ResourceState.Stopped)
            {
                return;
            }

            _stopping.Dispose();
            _stopping = new();
            log.Write(Spec.Name, "is started by hand");
            var exit = Launch().WaitForExitAsync(CancellationToken.None);
            _ = ReportReadyAsync(exit);
            _supervision = SuperviseAsync(exit, time.GetTimestamp());
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops it in good order: it is asked, given its time to drain, and only then ended hard.</summary>
    public async Task StopAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await StopChildAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>By hand only once it has been ready: an end during the first start would be taken for a failure of the whole stack.</summary>
    Task IManagedResource.StopAsync() => _supervised ? StopAsync() : Task.CompletedTask;

    /// <summary>Stops it for good: from now on nobody starts it again.</summary>
    public Task EndAsync()
    {
        _ended = true;
        return StopAsync();
    }

    private async Task StopChildAsync()
    {
        if (State == ResourceState.Stopped)
        {
            return;
        }

        State = ResourceState.Stopping;
        await _stopping.CancelAsync();
        if (_child is { } child)
        {
            await child.StopAsync(StopLimit);
        }

        await _supervision;
        State = ResourceState.Stopped;
    }

    /// <summary>Ends it at once, for the impatient second Ctrl+C.</summary>
    public void Kill()
    {
        _stopping.Cancel();
        _child?.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _child?.Dispose();
        _gate.Dispose();
        _stopping.Dispose();
    }

    private ChildProcess Launch()
    {
        State = ResourceState.Starting;
        _child?.Dispose();
        _child = ChildProcess.Start(Spec, TakeLine);
        return _child;
    }

    private async Task WaitUntilReadyAsync(Task<int> exit, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = probe.WaitUntilReadyAsync(Spec.Health, ReportWaiting, waiting.Token);
        var first = await Task.WhenAny(ready, exit);
        await waiting.CancelAsync();
        if (first == exit)
        {
            State = ResourceState.Failed;
            var code = (await exit).ToString(CultureInfo.InvariantCulture);
            throw new ResourceFailedException(Spec.Name, $"it ended with code {code}", [.. _lastLines]);
        }

        await ready;
    }

    private void ReportWaiting(TimeSpan waited, string trouble) =>
        log.Write(Spec.Name, string.Create(CultureInfo.InvariantCulture, $"! is not ready after {waited.TotalSeconds:0} s: {trouble}"));

    private async Task SuperviseAsync(Task<int> exit, long startedAt)
    {
        while (true)
        {
            var code = await exit;
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            State = ResourceState.Restarting;
            Restarts++;
            var pause = _backoff.After(time.GetElapsedTime(startedAt));
            log.Write(Spec.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"! ended with code {code}; starting it again in {pause.TotalSeconds:0.#} s (restart {Restarts})"));
            if (!await PauseAsync(pause))
            {
                return;
            }

            startedAt = time.GetTimestamp();
            exit = Launch().WaitForExitAsync(CancellationToken.None);
            _ = ReportReadyAsync(exit);
        }
    }

    private async Task ReportReadyAsync(Task<int> exit)
    {
        try
        {
            await WaitUntilReadyAsync(exit, _stopping.Token);
            State = ResourceState.Running;
            log.Write(Spec.Name, "is ready again");
        }
        catch (Exception exception) when (exception is ResourceFailedException or OperationCanceledException)
        {
            // Whatever became of it, the supervision that waits for its exit goes on and says so.
        }
    }

    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, time, _stopping.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void TakeLine(string line)
    {
        _lastLines.Enqueue(line);
        while (_lastLines.Count > LastLinesKept)
        {
            _lastLines.TryDequeue(out _);
        }

        log.Write(Spec.Name, line);
    }
}
