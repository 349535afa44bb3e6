namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>A disturbance as it was done, between two moments, to one process.</summary>
internal sealed record Blow(Disturbance Disturbance, string Node, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Whether it took calls to the model away from the process that had made them.</summary>
    public bool HitsCalls => Disturbance is Disturbance.KillWorker or Disturbance.SuspendWorker;

    public override string ToString() =>
        $"{From:HH:mm:ss.fff} {(Disturbance == Disturbance.SuspendWorker ? "SIGSTOP" : "kill -9")} {Node}";
}
