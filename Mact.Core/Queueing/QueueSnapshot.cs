namespace Mact.Core.Queueing;

/// <summary>The queue at one moment, read in one round trip.</summary>
/// <param name="Ready">Waiting to be claimed.</param>
/// <param name="Delayed">Due later.</param>
/// <param name="Leased">Being worked on.</param>
/// <param name="Dead">Given up, kept for inspection and retry.</param>
/// <param name="OldestAge">Age of the oldest question that is not yet claimed; zero when there is none.</param>
/// <param name="Workers">Workers whose heartbeat is fresh.</param>
public sealed record QueueSnapshot(long Ready, long Delayed, long Leased, long Dead, TimeSpan OldestAge, int Workers);
