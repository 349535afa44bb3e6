namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>What goes wrong.</summary>
internal enum Disturbance
{
    /// <summary>kill -9 of a worker, which is started again at once.</summary>
    KillWorker,

    /// <summary>kill -9 of the Api, which is started again at once.</summary>
    KillApi,

    /// <summary>SIGSTOP of a worker until its leases have run out, then SIGCONT.</summary>
    SuspendWorker,

    /// <summary>kill -9 of the Redis stand-in, which is started again on its data.</summary>
    KillRedis,
}
