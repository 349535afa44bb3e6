using Microsoft.Extensions.Time.Testing;

namespace Mact.Worker.Tests.Models;

/// <summary>A clock on which pauses of up to a minute are over at once and timeouts never come.</summary>
internal sealed class ImpatientTime : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > TimeSpan.FromSeconds(61))
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
