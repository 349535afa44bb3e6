using Mact.Testing;
using Mact.Web.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Mact.Web.Tests.Watching;

public sealed class QuestionWatcherTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private FakeApi _api = null!;
    private QuestionWatcher _watcher = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        var clients = Substitute.For<IHttpClientFactory>();
        clients.CreateClient(QuestionWatcher.ClientName).Returns(_ => new HttpClient { BaseAddress = _api.Address });
        _watcher = new(clients, Options.Create(new WatchOptions()), _time, NullLogger<QuestionWatcher>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _watcher.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task A_finished_run_comes_in_one_piece_and_opens_no_stream()
    {
        _api.Runs["q"] = RecordedRuns.Answered;

        var snapshot = await UntilAsync("q", static snapshot => snapshot.Connection == FeedConnection.Complete);

        snapshot.Records.Count.ShouldBe(RecordedRuns.Answered.Count);
        _api.Streams.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_question_is_not_found() =>
        (await UntilAsync("none", static snapshot => snapshot.Connection == FeedConnection.NotFound)).Records.ShouldBeEmpty();

    [Fact]
    public async Task A_lost_stream_is_opened_again_after_the_last_record_seen()
    {
        _api.Runs["q"] = RecordedRuns.Queued;
        _api.BreakAfter = 2;
        var losses = 0;
        var all = RecordedRuns.Answered;

        using var subscription = _watcher.Watch("q", static () => Task.CompletedTask);
        await subscription.WaitForFirstAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, TestContext.Current.CancellationToken);

        // A stream that is open already is told of each.
        foreach (var record in all.Skip(RecordedRuns.Queued.Count))
        {
            _api.Append("q", record);
        }

        await Eventually.WhileAsync(() => subscription.Snapshot.Connection != FeedConnection.Complete, () =>
        {
            // It stays lost until the clock moves.
            if (subscription.Snapshot.Connection == FeedConnection.Lost)
            {
                losses++;
                _time.Advance(TimeSpan.FromSeconds(12));
            }
        });

        subscription.Snapshot.Records.Select(static record => record.Sequence).ShouldBe(Enumerable.Range(1, all.Count).Select(static i => (long)i));
        _api.Streams.Count.ShouldBeGreaterThan(2);
        _api.Streams.ShouldContain("3");
        losses.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Watchers_of_the_same_question_share_one_stream()
    {
        _api.Runs["q"] = RecordedRuns.InFirstStep;
        using var first = _watcher.Watch("q", static () => Task.CompletedTask);
        using var second = _watcher.Watch("q", static () => Task.CompletedTask);

        await Eventually.WhileAsync(() => _api.Streams.IsEmpty);

        _api.Streams.ShouldHaveSingleItem().ShouldBe("5");

        // Two reads may have a record between them.
        await Eventually.TrueAsync(() => ReferenceEquals(first.Snapshot, second.Snapshot));
    }

    [Fact]
    public async Task A_watcher_that_is_busy_is_told_once_of_all_that_came_meanwhile()
    {
        _api.Runs["q"] = RecordedRuns.Queued;
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = 0;
        using var slow = _watcher.Watch("q", () =>
        {
            Interlocked.Increment(ref told);
            return busy.Task;
        });
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        QuestionSubscription? quick = null;
        quick = _watcher.Watch("q", () =>
        {
            if (quick?.Snapshot.Connection == FeedConnection.Complete)
            {
                all.TrySetResult();
            }

            return Task.CompletedTask;
        });
        using var watching = quick;
        await Eventually.WhileAsync(() => Volatile.Read(ref told) == 0);

        foreach (var record in RecordedRuns.Answered.Skip(1))
        {
            _api.Append("q", record);
        }

        // Told in the order in which they began to watch, so the slow one has all its news by then.
        await all.Task.WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken);
        told.ShouldBe(1);
        busy.SetResult();
        await Eventually.WhileAsync(() => Volatile.Read(ref told) < 2);

        slow.Snapshot.Records.Count.ShouldBe(RecordedRuns.Answered.Count);
        told.ShouldBe(2);
    }

    [Fact]
    public async Task A_watcher_that_fails_is_told_of_the_next_record_all_the_same()
    {
        _api.Runs["q"] = RecordedRuns.Queued;
        var told = 0;
        using var failing = _watcher.Watch("q", () =>
        {
            Interlocked.Increment(ref told);
            return Task.FromException(new InvalidOperationException("The page cannot be drawn."));
        });
        await Eventually.WhileAsync(() => Volatile.Read(ref told) == 0);
        var before = told;

        _api.Append("q", RecordedRuns.Answered[1]);

        await Eventually.WhileAsync(() => Volatile.Read(ref told) == before);
    }

    [Fact]
    public void A_step_to_which_nothing_was_added_stays_the_same_object()
    {
        var all = RecordedRuns.Answered;
        var earlier = FeedSnapshot.Empty.With([.. all.Take(8)], FeedConnection.Live);
        var first = earlier.Timeline.Steps.ShouldHaveSingleItem();

        var later = earlier.With([.. all.Take(9)], FeedConnection.Live).With(all, FeedConnection.Complete);
        var other = earlier.With([.. all.Take(7)], FeedConnection.Live);

        later.Timeline.Steps.Count.ShouldBe(2);
        later.Timeline.Steps[0].ShouldBeSameAs(first);
        other.Timeline.Steps.ShouldHaveSingleItem().ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Pauses_grow_up_to_the_limit()
    {
        var options = new WatchOptions();

        options.DelayBefore(0).ShouldBe(TimeSpan.FromMilliseconds(500));
        options.DelayBefore(2).ShouldBe(TimeSpan.FromSeconds(2));
        options.DelayBefore(40).ShouldBe(options.MaxDelay);
    }

    private async Task<FeedSnapshot> UntilAsync(string id, Func<FeedSnapshot, bool> reached)
    {
        var done = new TaskCompletionSource<FeedSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        QuestionSubscription? subscription = null;
        Task Check()
        {
            if (subscription?.Snapshot is { } snapshot && reached(snapshot))
            {
                done.TrySetResult(snapshot);
            }

            return Task.CompletedTask;
        }

        using (subscription = _watcher.Watch(id, Check))
        {
            await Check();
            return await done.Task.WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken);
        }
    }
}
