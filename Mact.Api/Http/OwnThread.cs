namespace Mact.Api.Http;

/// <summary>
/// Runs what reads a large body or table on a thread of its own. Its parsers rent arrays of up to 128 MB from the shared pool, which keeps one of
/// each size for each thread that has ever given one back: a dozen threads would fill a container, and with this one its arrays go.
/// </summary>
internal static class OwnThread
{
    /// <summary>What the work comes to. It runs on the thread of its own up to where it first waits.</summary>
    public static Task<T> RunAsync<T>(Func<Task<T>> work) => Task.Factory.StartNew(
        () => work().GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc cref="RunAsync{T}(Func{Task{T}})"/>
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
