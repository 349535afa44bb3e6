using Microsoft.Extensions.Time.Testing;

namespace Mact.Worker.Tests.Models;

/// <summary>A clock on which pauses of up to a minute are over as soon as no request is in flight.</summary>
internal sealed class ImpatientTime : FakeTimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(61);

    private readonly InFlight _inFlight;

    public ImpatientTime(InFlight inFlight)
    {
        _inFlight = inFlight;
        inFlight.Idle = () => Advance(LongestPause);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime >= TimeSpan.Zero && dueTime <= LongestPause && _inFlight.Count == 0)
        {
            Advance(dueTime);
        }

        return timer;
    }
}
