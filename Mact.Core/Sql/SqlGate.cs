namespace Mact.Core.Sql;

/// <summary>
/// SQLite's heap limit is one for the whole process, so a statement may run out of memory because of its neighbours. It is run once more, alone,
/// before that counts as its own fault.
/// </summary>
internal static class SqlGate
{
    private static readonly ReaderWriterLockSlim Gate = new();

    public static SqlOutcome Beside(Func<SqlOutcome> run)
    {
        Gate.EnterReadLock();
        try
        {
            return run();
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
