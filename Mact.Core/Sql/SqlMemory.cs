using System.Runtime.InteropServices;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// What one statement takes: what SQLite holds more than before it, and what the functions written in C# allocate, where that is more than a
/// collection clears at once. A large object stays until the collector looks at the old ones, however many wait for it; so large ones are counted
/// whether they are still in use or not.
/// </summary>
internal sealed class SqlMemory(long limit)
{
    /// <summary>A statement that took as much has the C library give back what it freed.</summary>
    public const long GivenBackFrom = 16_000_000;

    /// <summary>Less than this at a call are small objects.</summary>
    private const int LargeObject = 40_000;

    /// <summary>A cell, its text and its value, and what a growing list leaves behind; long texts have a limit of their own.</summary>
    private const int BytesPerCell = 120;

    private long _before;
    private long _result;
    private bool _isSpent;

    /// <summary>Bytes that functions took since the statement began.</summary>
    public long TakenByFunctions { get; private set; }

    /// <summary>The most that was seen.</summary>
    public long Peak { get; private set; }

    /// <summary>The statement must end, or has ended.</summary>
    public bool IsSpent => _isSpent || IsSpentByFunctions;

    /// <summary>It would be too much without any neighbour.</summary>
    public bool IsSpentByFunctions => TakenByFunctions > limit;

    public void Start()
    {
        _before = raw.sqlite3_memory_used();
        _isSpent = false;
        (TakenByFunctions, Peak, _result) = (0, 0, 0);
    }

    /// <summary>Looks again. SQLite counts for the whole process: what is too much beside others is tried once more alone.</summary>
    public bool IsSpentNow()
    {
        Peak = Math.Max(Peak, raw.sqlite3_memory_used() - _before + TakenByFunctions + _result);
        return _isSpent |= Peak > limit;
    }

    /// <summary>Bytes that one call of a function allocated.</summary>
    public void AddGarbage(long bytes) => TakenByFunctions += bytes > LargeObject ? bytes : 0;

    /// <summary>Cells of the result that are kept.</summary>
    public void AddResult(int cells) => _result += (long)cells * BytesPerCell;

    /// <summary>Bytes that stay in use.</summary>
    public void Add(long bytes) => TakenByFunctions += bytes;
}

/// <summary>The C library keeps freed memory for later; after a statement that took much of it, it is asked to give it back.</summary>
internal static class NativeMemoryTrim
{
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Trim(0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not glibc: its allocator has rules of its own.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint pad);
}

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
