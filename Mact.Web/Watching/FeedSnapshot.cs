using Mact.Core.Runs;
using Mact.Web.Runs;

namespace Mact.Web.Watching;

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
