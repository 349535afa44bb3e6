namespace Mact.Api.Http;

/// <summary>
/// Gives back what reading a large table or body took. Its text, rows and buffers are large objects, which a collector left to itself keeps until
/// as many again are asked for: several times the file, for a process that may read no other table for a day.
/// </summary>
internal static class UploadMemory
{
    private const int LargeTable = 100_000;
    private const int LargeBody = 8_000_000;

    private static int _collecting;

    /// <summary>Collects behind a response in which tables of so many cells were stored; one collection at a time.</summary>
    public static void GiveBackAfter(HttpResponse response, long cells)
    {
        if (cells >= LargeTable)
        {
            GiveBackAfter(response);
        }
    }

    /// <summary>Collects behind the response to a body of so many bytes.</summary>
    public static void GiveBackAfterBody(HttpResponse response, long bytes)
    {
        if (bytes >= LargeBody)
        {
            GiveBackAfter(response);
        }
    }

    private static void GiveBackAfter(HttpResponse response) => response.OnCompleted(static () =>
    {
        ThreadPool.UnsafeQueueUserWorkItem(static _ => Collect(), null);
        return Task.CompletedTask;
    });

    private static void Collect()
    {
        if (Interlocked.Exchange(ref _collecting, 1) == 0)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Volatile.Write(ref _collecting, 0);
        }
    }
}
