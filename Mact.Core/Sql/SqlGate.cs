namespace Mact.Core.Sql;

/// <summary>
/// SQLite counts its memory for the whole process, so a statement may run out of it because of its neighbours. It is run once more, alone, before
/// that counts as its own fault.
/// </summary>
internal static class SqlGate
{
    private static readonly ReaderWriterLockSlim Gate = new();
    private static long _entered;

    /// <summary>Runs beside others, and says whether there were any.</summary>
    public static (SqlOutcome Outcome, bool HadNeighbours) Beside(Func<SqlOutcome> run)
    {
        Gate.EnterReadLock();
        try
        {
            var number = Interlocked.Increment(ref _entered);
            var hadNeighbours = Gate.CurrentReadCount > 1;
            var outcome = run();
            return (outcome, hadNeighbours || Interlocked.Read(ref _entered) != number);
        }
        finally
        {
            Gate.ExitReadLock();
        }
    }

    public static SqlOutcome Alone(Func<SqlOutcome> run)
    {
        Gate.EnterWriteLock();
        try
        {
            return run();
        }
        finally
        {
            Gate.ExitWriteLock();
        }
    }
}
