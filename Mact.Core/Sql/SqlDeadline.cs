namespace Mact.Core.Sql;

/// <summary>When the running statement must end. Asked by the progress handler, the authorizer and every C# function.</summary>
internal sealed class SqlDeadline(TimeProvider time)
{
    private long _start;
    private TimeSpan _limit;
    private CancellationToken _cancellation;

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    public bool IsPassed => _cancellation.IsCancellationRequested || Elapsed > _limit;

    public void Start(TimeSpan limit, CancellationToken cancellationToken)
    {
        _start = time.GetTimestamp();
        _limit = limit;
        _cancellation = cancellationToken;
    }
}
