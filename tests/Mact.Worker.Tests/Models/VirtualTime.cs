using System.Diagnostics;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Worker.Tests.Models;

/// <summary>A clock that stands still until a test lets time pass, and then jumps from pause to pause while nothing else is going on.</summary>
internal sealed class VirtualTime() : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    /// <summary>Longer timers are timeouts: they only fire while the endpoint hangs on purpose.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(61);

    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, dueTime == Timeout.InfiniteTimeSpan ? null : GetUtcNow() + dueTime, dueTime <= LongestPause, IsNotice());
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Inner = base.CreateTimer(
            x =>
            {
                timer.Forget();
                callback(x);
            },
            state,
            dueTime,
            period);
        return timer;
    }

    /// <summary>Lets time pass until <paramref name="work"/> is done. <paramref name="isQuiet"/> tells that no request is being answered.</summary>
    public Task PassAsync(Task work, Func<bool> isQuiet, Func<bool> isHanging)
    {
        var quiet = 0;
        return Eventually.WhileAsync(() => !work.IsCompleted, () =>
        {
            quiet = isQuiet() ? quiet + 1 : 0;
            if (quiet >= 3 && Next(isHanging()) is { } next)
            {
                quiet = 0;

                // A timer that is due and was not called yet, since the clock was being moved as it was set, is called by a nudge.
                var now = GetUtcNow();
                SetUtcNow(next > now ? next : now.AddMilliseconds(1));
            }
        });
    }

    private DateTimeOffset? Next(bool withTimeouts)
    {
        lock (_lock)
        {
            var due = _timers.Where(timer => timer.Due is not null && (timer.IsPause || withTimeouts)).ToList();
            return due.Exists(static timer => !timer.IsNotice) ? due.Min(static timer => timer.Due) : null;
        }
    }

    /// <summary>
    /// Notices accompany a wait: one alone means that another thread is about to go on, however slowly, and time must not pass meanwhile.
    /// </summary>
    private static bool IsNotice() =>
        new StackTrace().GetFrames()
            .Select(static frame => frame.GetMethod()?.DeclaringType)
            .FirstOrDefault(static type => type?.Assembly == typeof(CallWait).Assembly)?
            .FullName?.Contains(nameof(CallWait), StringComparison.Ordinal) == true;

    private sealed class Timer(VirtualTime owner, DateTimeOffset? due, bool isPause, bool isNotice) : ITimer
    {
        public DateTimeOffset? Due { get; private set; } = due;

        public bool IsPause { get; } = isPause;

        public bool IsNotice { get; } = isNotice;

        public ITimer? Inner { get; set; }

        public void Forget()
        {
            lock (owner._lock)
            {
                owner._timers.Remove(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : owner.GetUtcNow() + dueTime;
                owner._timers.Add(this);
            }

            return Inner?.Change(dueTime, period) ?? false;
        }

        public void Dispose()
        {
            Forget();
            Inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
