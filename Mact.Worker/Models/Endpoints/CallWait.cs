namespace Mact.Worker.Models.Endpoints;

/// <summary>The waiting of one call: how long, who is told when, and when it is too long. The endpoint's name is planner or coder, the server
/// host:port.</summary>
internal sealed class CallWait(string endpointName, string server, IWaitingObserver observer, ModelOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstNotice = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private long? _since;
    private TimeSpan _nextNotice;
    private bool _announced;
    private int _waiting;

    /// <summary>How long the present wait has lasted.</summary>
    public TimeSpan Waited => _since is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Waits for an endpoint that is known not to be ready; says so at once and at growing intervals.</summary>
    /// <exception cref="ModelException">It waited for longer than a question may.</exception>
    public async Task ForAsync(EndpointGate gate, CancellationToken cancellationToken)
    {
        if (gate.Down is null)
        {
            return;
        }

        Begin(TimeSpan.Zero);
        await ThroughAsync(
            async token =>
            {
                await gate.WaitAsync(token);
                return true;
            },
            gate,
            cancellationToken);
    }

    /// <summary>
    /// Runs a request until its first token. On an endpoint that never answered yet this is the wait for its start, on another one that for
    /// the server's own queue; both are told after a few seconds.
    /// </summary>
    public async Task<T> DuringAsync<T>(Func<CancellationToken, Task<T>> request, EndpointGate gate, CancellationToken cancellationToken)
    {
        Begin(FirstNotice);
        return await ThroughAsync(request, gate, cancellationToken);
    }

    /// <summary>The endpoint answered: the wait is over, unless another request of the same call still waits.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var waited = Waited;
            lock (_lock)
            {
                if (_waiting > 0)
                {
                    return;
                }

                _since = null;
            }

            if (_announced)
            {
                _announced = false;
                await observer.ResumedAsync(endpointName, waited, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Begin(TimeSpan firstNotice)
    {
        lock (_lock)
        {
            _waiting++;
            if (_since is null)
            {
                _since = time.GetTimestamp();
                _nextNotice = firstNotice;
            }
            else if (firstNotice == TimeSpan.Zero && !_announced)
            {
                _nextNotice = TimeSpan.Zero;
            }
        }
    }

    private async Task<T> ThroughAsync<T>(Func<CancellationToken, Task<T>> work, EndpointGate gate, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = work(ending.Token);
        try
        {
            while (!running.IsCompleted)
            {
                await TellAsync(gate, cancellationToken);
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(running, Task.Delay(UntilNext(), time, pause.Token));
                await pause.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                if (!running.IsCompleted && Waited >= options.MaxWaitAge)
                {
                    throw TooLong(gate);
                }
            }
        }
        catch
        {
            await ending.CancelAsync();
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _waiting--;
            }
        }

        return await running;
    }

    private TimeSpan UntilNext()
    {
        var until = _nextNotice < options.MaxWaitAge ? _nextNotice - Waited : options.MaxWaitAge - Waited;
        return until > TimeSpan.FromMilliseconds(1) ? until : TimeSpan.FromMilliseconds(1);
    }

    private async Task TellAsync(EndpointGate gate, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var waited = Waited;
            if (_since is null || waited < _nextNotice)
            {
                return;
            }

            _announced = true;
            var interval = waited < FirstNotice ? FirstNotice : waited < LongestInterval ? waited : LongestInterval;
            _nextNotice = waited + interval;
            var (reason, message) = WaitText.Of(gate.Down, gate.HasAnswered, waited);
            await observer.WaitingAsync(endpointName, reason, message, waited, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private ModelException TooLong(EndpointGate gate) => new(new QuestionError(
        ErrorCodes.ModelUnavailable,
        gate.Down is null && gate.HasAnswered
            ? (Sentence)($"The model endpoint {server} wrote no first token for {WaitText.Seconds(Waited)}, longer than a question may wait "
                + $"(Models:MaxWaitAge). "
                + $"It has too much to do: ask again later, or serve the model on more machines.")
            : $"The model endpoint {server} was not ready for {WaitText.Seconds(Waited)} ({gate.Down?.Message ?? "no answer"}), longer than a "
                + $"question may wait "
                + $"(Models:MaxWaitAge). Start it or check the connection string, then ask again."));
}

/// <summary>What people read while a call waits.</summary>
internal static class WaitText
{
    public static (string Reason, Sentence Message) Of(ModelListing.NotReady? down, bool hasAnswered, TimeSpan waited)
    {
        var seconds = Seconds(waited);
        return down switch
        {
            { Reason: WaitReasons.Queued } => (WaitReasons.Queued, (Sentence)$"model is starting: {down.Message}, {seconds}"),
            _ when !hasAnswered => (WaitReasons.Starting, $"model is starting, {seconds}"),
            { Reason: WaitReasons.Overloaded } => (WaitReasons.Overloaded, $"model endpoint is busy: {down.Message}, {seconds}"),
            null => (WaitReasons.Queued, $"waiting in the model server's queue, {seconds}"),
            _ => (WaitReasons.Unreachable, $"model endpoint does not answer: {down.Message}, {seconds}"),
        };
    }

    /// <summary>For the health report.</summary>
    public static Sentence Problem(ModelListing.NotReady down, bool hasAnswered, string server) => hasAnswered
        ? (Sentence)$"The model endpoint {server} does not answer: {down.Message}."
        : $"The model endpoint {server} has not answered yet: {down.Message}.";

    public static Sentence Seconds(TimeSpan time) => $"{Math.Round(time.TotalSeconds):0} s";
}
