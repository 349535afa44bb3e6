namespace Mact.Web.Watching;

/// <summary>A watcher's hold on a question.</summary>
public sealed class QuestionSubscription : IDisposable
{
    private readonly QuestionFeed _feed;
    private Action? _leave;

    internal QuestionSubscription(QuestionFeed feed, Action leave)
    {
        _feed = feed;
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
    public void Dispose() => Interlocked.Exchange(ref _leave, value: null)?.Invoke();
}
