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

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _leave, value: null)?.Invoke();
}
