using System.Collections.Immutable;

namespace Mact.Web.Services;

/// <summary>One connection to the Api for one question, shared by everyone who looks at it in this process.</summary>
internal sealed partial class QuestionFeed(string id, MactClient api, WatchOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableList<StoredRecord> _records = [];

    /// <summary>Called after <see cref="Snapshot"/> has changed, on a thread of the pool; the watcher adds and removes under its lock.</summary>
    public Action? Changed { get; set; }

    /// <summary>The latest state; replaced as a whole.</summary>
    public FeedSnapshot Snapshot { get; private set; } = FeedSnapshot.Empty;

    /// <summary>Completes when the first state is known: records, or that there are none to be had.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Reads until the terminal record, reconnecting as often as it takes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested && Snapshot.Connection is not (FeedConnection.Complete or FeedConnection.NotFound))
        {
            var before = _records.Count;
            try
            {
                await ReadOnceAsync(cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                // A stream that is closed from here may end in any error; nobody is to be told.
                return;
            }
            catch (Exception exception)
            {
                Log.Lost(logger, id, exception.Message);
            }

            if (Snapshot.Connection is FeedConnection.Complete or FeedConnection.NotFound)
            {
                return;
            }

            failures = _records.Count > before ? 0 : failures + 1;
            Publish(FeedConnection.Lost);
            await Task.Delay(options.DelayBefore(failures), time, cancellationToken);
        }
    }

    private async Task ReadOnceAsync(CancellationToken cancellationToken)
    {
        if (_records.Count == 0)
        {
            await ReadSoFarAsync(cancellationToken);
        }

        if (Snapshot.Connection is FeedConnection.Complete or FeedConnection.NotFound)
        {
            return;
        }

        var after = _records.Count > 0 ? _records[^1].Sequence : 0;
        await foreach (var stored in api.WatchAsync(id, after, options.Silence, time, Opened, cancellationToken))
        {
            if (_records.Count == 0 || stored.Sequence > _records[^1].Sequence)
            {
                _records = _records.Add(stored);
                Publish(stored.Record is Finished ? FeedConnection.Complete : FeedConnection.Live);
            }
        }
    }

    private void Opened(int status) => Publish(status == StatusCodes.Status404NotFound ? FeedConnection.NotFound : FeedConnection.Live);

    /// <summary>What is there already comes in one piece, so that a finished run needs no stream and a page is never drawn record by
    /// record.</summary>
    private async Task ReadSoFarAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ReadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var result = await api.ReadRecordsAsync(id, either.Token);
        if (result is ApiResult<IReadOnlyList<StoredRecord>>.Failed { Problem.IsNotFound: true })
        {
            Publish(FeedConnection.NotFound);
            return;
        }

        var records = result.Require();
        if (records.Count > 0)
        {
            _records = [.. records.OrderBy(static record => record.Sequence)];
            Publish(_records[^1].Record is Finished ? FeedConnection.Complete : FeedConnection.Live);
        }
    }

    private void Publish(FeedConnection connection)
    {
        if (Snapshot.Connection == connection && ReferenceEquals(Snapshot.Records, _records))
        {
            return;
        }

        Snapshot = Snapshot.With(_records, connection);
        _ready.TrySetResult();
        Changed?.Invoke();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "The event stream of question {Id} is lost and will be opened again: {Reason}")]
        public static partial void Lost(ILogger logger, string id, string reason);
    }
}

/// <summary>How a feed stands with the Api.</summary>
public enum FeedConnection
{
    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Records arrive as they are written.</summary>
    Live,

    /// <summary>The connection is lost; it is made again by itself, and continues after the last record seen.</summary>
    Lost,

    /// <summary>The terminal record has been seen; nothing more will come.</summary>
    Complete,

    /// <summary>The Api does not know the question.</summary>
    NotFound,
}

/// <summary>What is known of a question at one moment. The projection is made once, however many pages show it.</summary>
public sealed class FeedSnapshot
{
    private readonly IReadOnlyList<RunStep> _earlier;
    private readonly Lazy<RunTimeline> _timeline;

    private FeedSnapshot(IReadOnlyList<StoredRecord> records, FeedConnection connection, IReadOnlyList<RunStep> earlier)
    {
        _earlier = earlier;
        _timeline = new(() => RunTimeline.From(records, earlier));
        Records = records;
        Connection = connection;
    }

    /// <summary>In order of sequence.</summary>
    public IReadOnlyList<StoredRecord> Records { get; }

    /// <summary>How current it is.</summary>
    public FeedConnection Connection { get; }

    /// <summary>The records as a run.</summary>
    public RunTimeline Timeline => _timeline.Value;

    /// <summary>Nothing seen yet.</summary>
    public static FeedSnapshot Empty { get; } = new([], FeedConnection.Connecting, []);

    // Without a reference to this snapshot, so that a long run does not keep all of them.
    private IReadOnlyList<RunStep> LatestSteps => _timeline.IsValueCreated ? _timeline.Value.Steps : _earlier;

    /// <summary>The state after this one. Steps to which nothing was added stay the same objects, so that pages need not draw them again.</summary>
    public FeedSnapshot With(IReadOnlyList<StoredRecord> records, FeedConnection connection) => new(records, connection, LatestSteps);
}
