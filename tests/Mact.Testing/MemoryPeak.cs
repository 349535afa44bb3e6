using System.Diagnostics;

namespace Mact.Testing;

/// <summary>
/// The most that lives on the managed heap above what lived there at first, looked at by a thread of its own behind a full collection each time: the
/// same under every setting of the collector, and whatever else the machine does. Or of resident memory, where collections would change the time
/// that is measured beside it.
/// </summary>
public sealed class MemoryPeak : IDisposable
{
    /// <summary>Of the time, so much goes to what is measured.</summary>
    private const int Share = 3;

    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopped = new();
    private readonly long _before;
    private readonly bool _ofResident;
    private long _peak;

    public MemoryPeak(bool ofResident)
    {
        _ofResident = ofResident;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _before = Held();
        _thread = new(Watch) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public long Stop()
    {
        Look();
        _stopped.Set();
        _thread.Join();
        return _peak - _before;
    }

    public void Dispose()
    {
        _stopped.Set();
        _thread.Join();
        _stopped.Dispose();
    }

    private void Watch()
    {
        var clock = new Stopwatch();
        do
        {
            clock.Restart();
            Look();
        }
        while (!_stopped.Wait(1 + (int)(Share * clock.ElapsedMilliseconds)));
    }

    private void Look()
    {
        var held = Held();
        lock (_stopped)
        {
            _peak = Math.Max(_peak, held);
        }
    }

    private long Held()
    {
        if (_ofResident)
        {
            return Environment.WorkingSet;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
