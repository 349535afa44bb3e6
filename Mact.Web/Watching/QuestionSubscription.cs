namespace Mact.Web.Watching;

/// <summary>
/// A watcher's hold on a question. News that come while the watcher is still busy with earlier ones are told once, when it is done: it reads
/// the newest state anyway, and a burst of records costs a slow page one rendering and no other page any.
/// </summary>
public sealed class QuestionSubscription : IDisposable, IThreadPoolWorkItem
{
    private readonly QuestionFeed _feed;
    private readonly Func<Task> _changed;
    private Action<QuestionSubscription>? _leave;
    private int _untold;

    internal QuestionSubscription(QuestionFeed feed, Func<Task> changed, Action<QuestionSubscription> leave)
    {
        _feed = feed;
        _changed = changed;
        _leave = leave;
    }

    /// <summary>What is known now.</summary>
    public FeedSnapshot Snapshot => _feed.Snapshot;

    /// <summary>Waits until the first state is known, but not longer than said; afterwards <see cref="Snapshot"/> has whatever there is.</summary>
    public async Task WaitForFirstAsync(TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _feed.Ready.WaitAsync(most, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The page is shown without; it follows what comes later.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _leave, value: null)?.Invoke(this);

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _ = TellAsync();

    /// <summary>The state has changed. Returns at once: the reader of the stream does not wait for pages.</summary>
    internal void Notify()
    {
        if (Interlocked.Increment(ref _untold) == 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task TellAsync()
    {
        int told;
        do
        {
            told = Volatile.Read(ref _untold);

            // A page that was left, or that fails, says so in its own ways; it is told of the next record all the same.
            await _changed().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (Interlocked.Add(ref _untold, -told) > 0 && Volatile.Read(ref _leave) is not null);
    }
}
