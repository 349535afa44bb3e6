namespace Mact.Worker.Pump;

/// <summary>What the health check knows of the pump.</summary>
internal sealed class PumpState(TimeProvider time)
{
    private long _lastPass = time.GetTimestamp();

    /// <summary>Why nothing can be claimed; null when it can.</summary>
    public string? Trouble { get; set; }

    /// <summary>Since the pump last went round.</summary>
    public TimeSpan SinceLastPass => time.GetElapsedTime(Volatile.Read(ref _lastPass));

    public void Pass() => Volatile.Write(ref _lastPass, time.GetTimestamp());
}
