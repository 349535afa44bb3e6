namespace Mact.Worker.Tests.Models;

/// <summary>A clock on which pauses of up to a minute are over as soon as no request is in flight, and timeouts never come.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(61);

    private readonly Lock _lock = new();
    private readonly List<Pause> _pauses = [];
    private readonly InFlight _inFlight;
    private TimeSpan _now;

    public ImpatientTime(InFlight inFlight)
    {
        _inFlight = inFlight;
        inFlight.Idle = EndPauses;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _now.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var pause = new Pause(callback, state, dueTime);
        if (dueTime >= TimeSpan.Zero && dueTime <= LongestPause)
        {
            lock (_lock)
            {
                _pauses.Add(pause);
            }

            if (_inFlight.Count == 0)
            {
                EndPauses();
            }
        }

        return pause;
    }

    private void EndPauses()
    {
        List<Pause> ended;
        lock (_lock)
        {
            ended = [.. _pauses];
            _pauses.Clear();
            _now += ended.Count == 0 ? TimeSpan.Zero : ended.Max(static pause => pause.DueTime);
        }

        foreach (var pause in ended)
        {
            ThreadPool.QueueUserWorkItem(static pause => pause.End(), pause, preferLocal: false);
        }
    }

    private sealed class Pause(TimerCallback callback, object? state, TimeSpan dueTime) : ITimer
    {
        private bool _disposed;

        public TimeSpan DueTime => dueTime;

        public void End()
        {
            if (!_disposed)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
