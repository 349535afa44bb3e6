namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>How much is asked and how much goes wrong.</summary>
internal sealed record ChaosPlan(int Workers, int Questions, int WorkerKills, int ApiKills, int Suspensions, int RedisKills)
{
    /// <summary>Of the random choices; printed with the result.</summary>
    public int Seed { get; init; } = 20_412_153;

    /// <summary>How long a claim holds without renewal.</summary>
    public TimeSpan Lease { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Faults of the model endpoint, on top of its latency.</summary>
    public bool Faults { get; init; }

    /// <summary>Simulated seconds of the model become this many real ones.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>What happens, in random order.</summary>
    public IReadOnlyList<Disturbance> Disturbances(Random random)
    {
        Disturbance[] all =
        [
            .. Enumerable.Repeat(Disturbance.KillWorker, WorkerKills),
            .. Enumerable.Repeat(Disturbance.KillApi, ApiKills),
            .. Enumerable.Repeat(Disturbance.SuspendWorker, Suspensions),
            .. Enumerable.Repeat(Disturbance.KillRedis, RedisKills),
        ];
        random.Shuffle(all);
        return all;
    }
}
