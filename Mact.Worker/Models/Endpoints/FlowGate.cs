namespace Mact.Worker.Models.Endpoints;

/// <summary>
/// Bounds the samples in flight at an endpoint by what the server can do: it grows while samples come as quickly as at best, and halves
/// (never below what demonstrably runs) when the first token, or the time between tokens, takes a multiple of the best seen. People
/// come before evaluations, and within each, places go round robin by question.
/// </summary>
internal sealed class FlowGate(ModelOptions options, TimeProvider time)
{
    // Below these nothing is slow, whatever the best was.
    private static readonly TimeSpan QuickStart = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan QuickToken = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MetricsAge = TimeSpan.FromSeconds(10);

    private const double Slow = 4;
    private const double Patience = 4;
    private const double GapPatience = 20;
    private const int RateSeconds = 10;

    private readonly Lock _lock = new();
    private readonly Turns[] _turns = [new(), new()];
    private readonly long[] _tokens = new long[RateSeconds];
    private readonly long _born = time.GetTimestamp();
    private double _limit = Math.Min(options.StartInFlight, options.MaxInFlight);
    private int _used;
    private int _running;
    private int _peakRunning;
    private bool _isPressed;
    private bool _hasSlowed;
    private long _lastDecrease = long.MinValue;
    private long _second;
    private TimeSpan _bestStart = TimeSpan.MaxValue;
    private TimeSpan _bestGap = TimeSpan.MaxValue;
    private TimeSpan _slowestStart;
    private TimeSpan _slowestGap;
    private Sentence? _heldBack;
    private int? _serverWaiting;
    private long _serverWaitingAt;

    /// <summary>How long a first token is waited for: at least the configured time, and a multiple of the slowest that came.</summary>
    public TimeSpan FirstTokenLimit
    {
        get
        {
            lock (_lock)
            {
                return Longer(options.FirstTokenTimeout, _slowestStart * Patience);
            }
        }
    }

    /// <summary>How long the next token is waited for once they come.</summary>
    public TimeSpan StallLimit
    {
        get
        {
            lock (_lock)
            {
                return Longer(options.StallTimeout, _slowestGap * GapPatience);
            }
        }
    }

    /// <summary>Waits for places for <paramref name="samples"/> samples; disposing gives them back.</summary>
    public async Task<FlowPlace> EnterAsync(string question, bool isEvaluation, int samples, CancellationToken cancellationToken)
    {
        var turns = _turns[isEvaluation ? 1 : 0];
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (Waiting() == 0 && Fits(samples))
            {
                return Lend(samples);
            }

            _isPressed = true;
            node = turns.Add(question, new Waiter(samples));
        }

        await using var registration = cancellationToken.Register(() => Abandon(turns, question, node, cancellationToken));
        return await node.Value.Granted.Task;
    }

    /// <summary>What the server says of its own queue.</summary>
    public void ServerSays(int waiting)
    {
        lock (_lock)
        {
            _serverWaiting = waiting;
            _serverWaitingAt = time.GetTimestamp();
        }
    }

    /// <summary>In flight, running, waiting, limit, tokens a second, why it is held back, and the server's own queue.</summary>
    public (int InFlight, int Running, int Waiting, int Limit, double TokensPerSecond, Sentence? HeldBack, int? ServerWaiting) Read()
    {
        lock (_lock)
        {
            Turn();
            var seconds = Math.Clamp(time.GetElapsedTime(_born).TotalSeconds, 1, RateSeconds);
            return (_used, _running, Waiting(), (int)_limit, _tokens.Sum() / seconds, _heldBack, FreshServerWaiting());
        }
    }

    /// <summary>A first token came after <paramref name="start"/>.</summary>
    public void Started(FlowPlace place, TimeSpan start)
    {
        lock (_lock)
        {
            _running += place.Samples;
            _peakRunning = Math.Max(_peakRunning, _running);
            _bestStart = start < _bestStart ? start : _bestStart;
            _slowestStart = Longer(_slowestStart, start);
            if (start > Longer(QuickStart, _bestStart * Slow) && FreshServerWaiting() is not 0)
            {
                // What runs already is what the server can do at once: its queue is what has to become shorter.
                Decrease(
                    place,
                    Math.Max(_limit / 2, _peakRunning),
                    $"a first token took {start.TotalSeconds:0.0} s, at best {_bestStart.TotalSeconds:0.0} s");
            }
        }
    }

    /// <summary>Tokens came, <paramref name="gap"/> after those before.</summary>
    public void Came(int tokens, TimeSpan gap)
    {
        lock (_lock)
        {
            Turn();
            _tokens[_second % RateSeconds] += tokens;
            _slowestGap = Longer(_slowestGap, gap);
        }
    }

    /// <summary>All of it is over; <paramref name="gap"/> is the mean time between the tokens of a sample, where enough came to tell.</summary>
    public void Left(FlowPlace place, bool hasStarted, bool isComplete, TimeSpan? gap)
    {
        List<(Waiter Waiter, FlowPlace Place)> granted = [];
        lock (_lock)
        {
            _used -= place.Samples;
            _running -= hasStarted ? place.Samples : 0;
            Judge(place, isComplete, gap);
            foreach (var turns in _turns)
            {
                while (turns.Next is { } next && Fits(next.Samples))
                {
                    turns.Take();
                    granted.Add((next, Lend(next.Samples)));
                }

                if (turns.Next is not null)
                {
                    break;
                }
            }

            _isPressed = Waiting() > 0;
        }

        foreach (var (waiter, lent) in granted)
        {
            waiter.Granted.SetResult(lent);
        }
    }

    private static TimeSpan Longer(TimeSpan first, TimeSpan second) => first > second ? first : second;

    private void Judge(FlowPlace place, bool isComplete, TimeSpan? gap)
    {
        if (gap is { } between)
        {
            _bestGap = between < _bestGap ? between : _bestGap;
            if (between > Longer(QuickToken, _bestGap * Slow))
            {
                Decrease(place, _limit / 2, $"tokens came every {between.TotalSeconds:0.00} s, at best every {_bestGap.TotalSeconds:0.00} s");
                return;
            }
        }

        if (isComplete && _isPressed && FreshServerWaiting() is not > 0)
        {
            // Doubled in each round until it was too much for the first time, then by one request a round.
            _limit = Math.Min(options.MaxInFlight, _limit + (_hasSlowed ? place.Samples * place.Samples / _limit : place.Samples));
        }
    }

    private void Decrease(FlowPlace place, double limit, Sentence why)
    {
        if (place.EnteredAt < _lastDecrease)
        {
            return;
        }

        _lastDecrease = time.GetTimestamp();
        _hasSlowed = true;
        _limit = Math.Max(1, Math.Min(_limit, limit));
        _peakRunning = _running;
        _heldBack = $"Held back to {(int)_limit} samples at once: {why}.";
    }

    private bool Fits(int samples) => _used == 0 || _used + samples <= _limit;

    private FlowPlace Lend(int samples)
    {
        _used += samples;
        return new FlowPlace(this, time, samples);
    }

    private int Waiting() => _turns[0].Samples + _turns[1].Samples;

    private int? FreshServerWaiting() => _serverWaiting is { } waiting && time.GetElapsedTime(_serverWaitingAt) < MetricsAge ? waiting : null;

    /// <summary>Clears the seconds that passed without a token.</summary>
    private void Turn()
    {
        var now = (long)time.GetElapsedTime(_born).TotalSeconds;
        for (var second = Math.Max(_second + 1, now - RateSeconds + 1); second <= now; second++)
        {
            _tokens[second % RateSeconds] = 0;
        }

        _second = Math.Max(_second, now);
    }

    private void Abandon(Turns turns, string question, LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // A place that was lent in the meantime stays lent: its holder will give it back.
            if (!turns.Remove(question, node))
            {
                return;
            }
        }

        node.Value.Granted.TrySetCanceled(cancellationToken);
    }

    /// <summary>One request that waits.</summary>
    private sealed record Waiter(int Samples)
    {
        public TaskCompletionSource<FlowPlace> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Those who wait, round robin by question.</summary>
    private sealed class Turns
    {
        private readonly Dictionary<string, LinkedList<Waiter>> _waiting = new(StringComparer.Ordinal);
        private readonly LinkedList<string> _order = [];

        public int Samples { get; private set; }

        public Waiter? Next => _order.First is { } first ? _waiting[first.Value].First!.Value : null;

        public LinkedListNode<Waiter> Add(string question, Waiter waiter)
        {
            if (!_waiting.TryGetValue(question, out var queue))
            {
                _waiting[question] = queue = new LinkedList<Waiter>();
                _order.AddLast(question);
            }

            Samples += waiter.Samples;
            return queue.AddLast(waiter);
        }

        public void Take()
        {
            var question = _order.First!.Value;
            var queue = _waiting[question];
            Samples -= queue.First!.Value.Samples;
            queue.RemoveFirst();
            _order.RemoveFirst();
            if (queue.Count > 0)
            {
                _order.AddLast(question);
            }
            else
            {
                _waiting.Remove(question);
            }
        }

        public bool Remove(string question, LinkedListNode<Waiter> node)
        {
            if (node.List is not { } queue)
            {
                return false;
            }

            queue.Remove(node);
            Samples -= node.Value.Samples;
            if (queue.Count == 0)
            {
                _waiting.Remove(question);
                _order.Remove(question);
            }

            return true;
        }
    }
}

/// <summary>The places of one request in flight, and how its tokens come.</summary>
internal sealed class FlowPlace(FlowGate gate, TimeProvider time, int samples) : IDisposable
{
    // Fewer tokens say nothing about the time between them.
    private const int EnoughTokens = 8;

    private FlowGate? _gate = gate;
    private long _started;
    private long _last;
    private long _tokens;
    private bool _hasStarted;
    private bool _isComplete;

    /// <summary>Samples asked by the request.</summary>
    public int Samples => samples;

    /// <summary>Timestamp of its begin.</summary>
    public long EnteredAt { get; } = time.GetTimestamp();

    /// <summary>How long the first token took; null while none came.</summary>
    public TimeSpan? FirstToken { get; private set; }

    /// <summary>Tokens came, over all samples.</summary>
    public void Came(int tokens)
    {
        var now = time.GetTimestamp();
        if (!_hasStarted)
        {
            _hasStarted = true;
            _started = now;
            FirstToken = time.GetElapsedTime(EnteredAt, now);
            _gate?.Started(this, FirstToken.Value);
            _last = now;
        }

        _tokens += tokens;
        _gate?.Came(tokens, time.GetElapsedTime(_last, now));
        _last = now;
    }

    /// <summary>It gave what it was asked for.</summary>
    public void Complete() => _isComplete = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        TimeSpan? gap = _tokens >= EnoughTokens * samples ? time.GetElapsedTime(_started, _last) / (_tokens / (double)samples) : null;
        Interlocked.Exchange(ref _gate, null)?.Left(this, _hasStarted, _isComplete, gap);
    }
}
