namespace Mact.Worker.Tests.Models;

/// <summary>How many requests a client waits for.</summary>
internal sealed class InFlight
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>Called when none is left.</summary>
    public Action Idle { get; set; } = static () => { };

    public void End()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            ThreadPool.QueueUserWorkItem(static idle => idle(), Idle, preferLocal: false);
        }
    }
}
