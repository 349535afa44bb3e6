
namespace Mact.Worker.Models.Endpoints;

/// <summary>
/// Open while an endpoint answers. Whoever finds it not ready closes it, and then every call for that endpoint waits behind one shared
/// probe, which runs only while somebody waits.
/// </summary>
internal sealed class EndpointGate(ModelOptions options, TimeProvider time, Func<CancellationToken, Task<ModelListing>> probe)
{
    private readonly Lock _lock = new();
    private Closure? _closure;
    private ModelListing.NotReady? _down;
    private bool _hasCompleted;
    private long _lastAnswer;
    private int _closings;
    private long _epoch;

    /// <summary>Whether anything but "not ready" ever came from it: until then it is starting.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>No completion ever came, or nothing for so long that it may have been scaled to zero.</summary>
    public bool IsCold
    {
        get
        {
            lock (_lock)
            {
                return !_hasCompleted || time.GetElapsedTime(_lastAnswer) > options.ColdAfterIdle;
            }
        }
    }

    /// <summary>Whether a completion ever came.</summary>
    public bool HasCompleted
    {
        get
        {
            lock (_lock)
            {
                return _hasCompleted;
            }
        }
    }

    /// <summary>How often it has opened again.</summary>
    public long Epoch
    {
        get
        {
            lock (_lock)
            {
                return _epoch;
            }
        }
    }

    /// <summary>Why it is closed; null while it is open.</summary>
    public ModelListing.NotReady? Down
    {
        get
        {
            lock (_lock)
            {
                return _down;
            }
        }
    }

    /// <summary>Calls that wait behind it.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _closure?.Waiters ?? 0;
            }
        }
    }

    /// <summary>The endpoint answered something that shows it is up.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            HasAnswered = true;
            _lastAnswer = time.GetTimestamp();
        }
    }

    /// <summary>A completion came: pauses start small again.</summary>
    public void Completed()
    {
        lock (_lock)
        {
            HasAnswered = true;
            _hasCompleted = true;
            _lastAnswer = time.GetTimestamp();
            _closings = 0;
        }
    }

    /// <summary>The endpoint is not ready: calls wait from now on.</summary>
    public void Close(ModelListing.NotReady reason)
    {
        lock (_lock)
        {
            _down = reason;
            if (_closure is null)
            {
                _closings++;
                _closure = new Closure();
            }
        }
    }

    /// <summary>Returns when the gate is open.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Closure closure;
        lock (_lock)
        {
            if (_closure is null)
            {
                return;
            }

            closure = _closure;
            if (closure.Waiters++ == 0)
            {
                closure.Probing = new CancellationTokenSource();
                var probing = closure.Probing.Token;
                _ = Task.Run(() => ProbeAsync(closure, probing), CancellationToken.None);
            }
        }

        try
        {
            await closure.Opened.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(closure);
        }
    }

    private void Leave(Closure closure)
    {
        CancellationTokenSource? probing = null;
        lock (_lock)
        {
            if (--closure.Waiters == 0)
            {
                probing = closure.Probing;
                closure.Probing = null;
            }
        }

        probing?.Cancel();
        probing?.Dispose();
    }

    private async Task ProbeAsync(Closure closure, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                await Task.Delay(Pause(attempt), time, cancellationToken);
                var listing = await probe(cancellationToken);
                if (listing is not ModelListing.NotReady down)
                {
                    Open(closure)?.TrySetResult();
                    return;
                }

                Close(down);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits any more; the next call starts a new probe.
        }
        catch (Exception exception)
        {
            Open(closure)?.TrySetException(exception);
        }
    }

    private TaskCompletionSource? Open(Closure closure)
    {
        lock (_lock)
        {
            if (_closure != closure)
            {
                return null;
            }

            _closure = null;
            _down = null;
            _epoch++;
            return closure.Opened;
        }
    }

    private TimeSpan Pause(int attempt)
    {
        TimeSpan? asked;
        int level;
        lock (_lock)
        {
            asked = _down?.RetryAfter;
            level = Math.Clamp(attempt + _closings - 1, 0, 20);
        }

        if (asked is { } wished)
        {
            return wished < options.MaxRetryAfter ? wished : options.MaxRetryAfter;
        }

        // Jitter keeps the workers of a fleet from knocking in step.
        var pause = Math.Min(options.Backoff.TotalMilliseconds * Math.Pow(2, level), options.MaxBackoff.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(pause * (0.8 + (0.2 * Random.Shared.NextDouble())));
    }

    /// <summary>One stretch of being closed, with its own waiters and probe.</summary>
    private sealed class Closure
    {
        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiters { get; set; }

        public CancellationTokenSource? Probing { get; set; }
    }
}
