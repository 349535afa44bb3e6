namespace Mact.Api.Http;

/// <summary>
/// Gives back what reading a large request took. Its bytes, texts and rows are large objects, which a collector left to itself keeps until as many
/// again are asked for: several times the body, for a process that may read no other for a day.
/// </summary>
internal static class RequestMemory
{
    private const int LargeBody = 2 * 1024 * 1024;
    private const int LargeTable = 100_000;

    // Buffers that the runtime pools are let go by a collection a minute after their last use.
    private static readonly TimeSpan PoolTime = TimeSpan.FromSeconds(65);

    private static readonly Timer Later = new(static _ => Collect(again: false));
    private static int _collecting;

    /// <summary>Collects behind the response, whatever became of the body, where so much of it was read; one collection at a time.</summary>
    public static void GiveBackAfterBody(HttpResponse response, TimedBody body) => response.OnCompleted(() =>
    {
        if (body.BytesRead >= LargeBody)
        {
            GiveBack();
        }

        return Task.CompletedTask;
    });

    /// <summary>Collects behind a response in which tables of so many cells were stored, which may have come as few bytes.</summary>
    public static void GiveBackAfterTables(HttpResponse response, long cells)
    {
        if (cells >= LargeTable)
        {
            response.OnCompleted(static () =>
            {
                GiveBack();
                return Task.CompletedTask;
            });
        }
    }

    private static void GiveBack() => ThreadPool.UnsafeQueueUserWorkItem(static _ => Collect(again: true), null);

    private static void Collect(bool again)
    {
        if (Interlocked.Exchange(ref _collecting, 1) == 0)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Later.Change(again ? PoolTime : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _collecting, 0);
        }
    }
}
