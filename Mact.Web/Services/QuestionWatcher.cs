using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mact.Web.Services;

/// <summary>
/// Follows questions on behalf of all circuits: one event stream per question and person, however many pages show it. A stream whose last watcher
/// has left is kept a little while and then closed.
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
    private readonly Dictionary<(string Id, string? Secret), Entry> _entries = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>
    /// Starts to watch. <paramref name="changed"/> is called on a thread of the pool, and not again before its task has ended; dispose of the
    /// result to stop.
    /// </summary>
    /// <param name="id">The question.</param>
    /// <param name="changed">Told of news.</param>
    /// <param name="secret">What the Api is shown; null: nothing.</param>
    public QuestionSubscription Watch(string id, Func<Task> changed, string? secret = null)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue((id, secret), out var entry))
            {
                entry = Open(id, secret);
                _entries.Add((id, secret), entry);
            }

            entry.Watchers++;
            var subscription = new QuestionSubscription(entry.Feed, changed, left => Leave((id, secret), entry, left));
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

    private Entry Open(string id, string? secret)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var http = clients.CreateClient(ClientName);
        http.DefaultRequestHeaders.Authorization = secret is null ? null : new("Bearer", secret);
        var feed = new QuestionFeed(id, new MactClient(http), options.Value, time, logger);
        return new(feed, stop, Task.Run(() => feed.RunAsync(stop.Token), stop.Token));
    }

    private void Leave((string Id, string? Secret) key, Entry entry, QuestionSubscription subscription)
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

        _ = CloseLaterAsync(key, entry);
    }

    private async Task CloseLaterAsync((string Id, string? Secret) key, Entry entry)
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
            if (entry.Watchers > 0 || !_entries.TryGetValue(key, out var current) || current != entry)
            {
                return;
            }

            _entries.Remove(key);
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
    public async Task WaitForFirstAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _feed.Ready.WaitAsync(limit, time, cancellationToken);
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

/// <summary>How event streams are followed. Bound from section <c>Watch</c>.</summary>
public sealed class WatchOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Watch";

    /// <summary>Without any byte for this long, a connection counts as lost. The Api sends a heartbeat every 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>The longest pause between two attempts to connect.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a feed goes on after its last watcher has left; a reload finds it warm.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Half a second, doubled with every fruitless attempt up to <see cref="MaxDelay"/>.</summary>
    /// <param name="failures">Attempts in a row that brought nothing; 0 = the last one brought records.</param>
    public TimeSpan DelayBefore(int failures)
    {
        var delay = TimeSpan.FromMilliseconds(500 * Math.Pow(2, Math.Min(failures, 10)));
        return delay < MaxDelay ? delay : MaxDelay;
    }
}
