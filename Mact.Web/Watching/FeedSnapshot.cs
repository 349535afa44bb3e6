using Mact.Core.Runs;
using Mact.Web.Runs;

namespace Mact.Web.Watching;

/// <summary>What is known of a question at one moment. The projection is made once, however many pages show it.</summary>
public sealed class FeedSnapshot(IReadOnlyList<StoredRecord> records, FeedConnection connection)
{
    private readonly Lazy<RunTimeline> _timeline = new(() => RunTimeline.From(records));

    /// <summary>In order of sequence.</summary>
    public IReadOnlyList<StoredRecord> Records => records;

    /// <summary>How current it is.</summary>
    public FeedConnection Connection => connection;

    /// <summary>The records as a run.</summary>
    public RunTimeline Timeline => _timeline.Value;

    /// <summary>Nothing seen yet.</summary>
    public static FeedSnapshot Empty { get; } = new([], FeedConnection.Connecting);
}
