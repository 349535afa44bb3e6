using Microsoft.Extensions.Options;

namespace Mact.Web.Watching;

/// <summary>
/// Follows questions on behalf of all circuits: one event stream per question, however many pages show it. A stream whose last watcher has
/// left is kept a little while and then closed.
/// </summary>
public sealed class QuestionWatcher(
    IHttpClientFactory clients,
    IOptions<WatchOptions> options,
    TimeProvider time,
    ILogger<QuestionWatcher> logger) : IDisposable
{
    /// <summary>The named client of event streams: no resilience handler, no timeout.</summary>
    public const string ClientName = "api-events";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>
    /// Starts to watch. <paramref name="changed"/> is called on a thread of the pool, and not again before its task has ended; dispose of the
    /// result to stop.
    /// </summary>
    public QuestionSubscription Watch(string id, Func<Task> changed)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out var entry))
            {
                entry = Open(id);
                _entries.Add(id, entry);
            }

            entry.Watchers++;
            var subscription = new QuestionSubscription(entry.Feed, changed, left => Leave(id, entry, left));
            entry.Feed.Changed += subscription.Notify;
            return subscription;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Entry Open(string id)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var feed = new QuestionFeed(id, new MactClient(clients.CreateClient(ClientName)), options.Value, time, logger);
        return new(feed, stop, Task.Run(() => feed.RunAsync(stop.Token), stop.Token));
    }

    private void Leave(string id, Entry entry, QuestionSubscription subscription)
    {
        lock (_lock)
        {
            entry.Feed.Changed -= subscription.Notify;
            entry.Watchers--;
            if (entry.Watchers > 0)
            {
                return;
            }
        }

        _ = CloseLaterAsync(id, entry);
    }

    private async Task CloseLaterAsync(string id, Entry entry)
    {
        try
        {
            await Task.Delay(options.Value.Linger, time, entry.Stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_lock)
        {
            if (entry.Watchers > 0 || !_entries.TryGetValue(id, out var current) || current != entry)
            {
                return;
            }

            _entries.Remove(id);
        }

        await entry.Stop.CancelAsync();
        try
        {
            await entry.Reading;
        }
        catch (OperationCanceledException)
        {
            // That is how a stream is closed.
        }

        entry.Stop.Dispose();
    }

    private sealed class Entry(QuestionFeed feed, CancellationTokenSource stop, Task reading)
    {
        public QuestionFeed Feed => feed;

        public CancellationTokenSource Stop => stop;

        public Task Reading => reading;

        public int Watchers { get; set; }
    }
}
