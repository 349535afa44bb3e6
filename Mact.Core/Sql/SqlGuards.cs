using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// What a statement may touch. SQLite asks the authorizer while it prepares: only SELECT, reading of our tables, recursion and functions of the
/// allow-list pass. Limits bound what a value, a statement and a plan may grow to.
/// </summary>
internal sealed class SqlGuards(sqlite3 database, SqlLimits limits, SqlDeadline deadline, SqlMemory memory, IReadOnlySet<string> tables)
{
    // https://www.sqlite.org/c3ref/c_alter_table.html and https://www.sqlite.org/c3ref/c_limit_attached.html
    private const int ActionRead = 20;
    private const int ActionSelect = 21;
    private const int ActionFunction = 31;
    private const int ActionRecursive = 33;
    private const int Allow = 0;
    private const int Deny = 1;

    /// <summary>Every so many instructions of SQLite the deadline is looked at; one instruction may be a function call of a millisecond.</summary>
    private const int ProgressInterval = 100;

    /// <summary>SQLite's own bound on a value or a row, for loading.</summary>
    private const int LoadLength = 1_000_000_000;

    /// <summary>A value that is being made has a buffer that grows.</summary>
    private const int CopiesOfValue = 3;

    private SqlShape? _shape;

    /// <summary>What was refused while the last statement was prepared, in words.</summary>
    public Sentence? Refused { get; private set; }

    /// <summary>Gets ready for the next statement.</summary>
    public void Begin(SqlShape shape)
    {
        BoundValues(shape.Values);
        Refused = null;
        _shape = shape;
    }

    /// <summary>SQLite looks at no limit but this one between two jumps, so that values that may be in hand together share what one statement
    /// may take.</summary>
    public void BoundValues(int together) =>
        _ = raw.sqlite3_limit(database, 0, (int)Math.Clamp(limits.MaxStatementMemory / CopiesOfValue / together, 1_000, limits.MaxValueLength));

    /// <summary>For loading tables, before and between statements.</summary>
    public void Lift()
    {
        raw.sqlite3_set_authorizer(database, (strdelegate_authorizer?)null!, null);
        raw.sqlite3_progress_handler(database, 0, null!, null);
        _ = raw.sqlite3_limit(database, 0, LoadLength);
    }

    public void Install()
    {
        // Length of a value, of the statement, columns, depth of expressions, parts of a compound, instructions, arguments,
        // attached databases, length of a pattern, (variables,) depth of triggers, threads.
        (int Id, int Value)[] bounds =
        [
            (0, limits.MaxValueLength), (1, limits.MaxSqlLength * 4), (2, 2_000), (3, 200), (4, 100), (5, 250_000), (6, 100),
            (7, 0), (8, 10_000), (10, 1), (11, 0),
        ];
        foreach (var (id, value) in bounds)
        {
            _ = raw.sqlite3_limit(database, id, value);
        }

        raw.sqlite3_set_authorizer(database, (strdelegate_authorizer)Authorize, null);
        raw.sqlite3_progress_handler(database, ProgressInterval, _ => deadline.IsPassed || memory.IsSpentNow() ? 1 : 0, null);
    }

    private int Authorize(object user, int action, string first, string second, string schema, string inner)
    {
        var refused = action switch
        {
            ActionSelect or ActionRecursive => null,
            ActionRead =>
                tables.Contains(first) || IsCommonTable(first, second)
                    ? null
                    : (Sentence)$"The table \"{first}\" may not be read; only the given tables may.",
            ActionFunction => SqlFunctions.IsAllowed(second) ? null : (Sentence)$"The function {second}() is not available here.",
            _ => "Only one SELECT over the given tables is run: nothing may be changed, attached or configured.",
        };
        Refused ??= refused;
        return refused is null && !deadline.IsPassed ? Allow : Deny;
    }

    /// <summary>Counting the rows of a common table expression asks for the table of its name and no column; its own tables are asked for by
    /// themselves.</summary>
    private bool IsCommonTable(string table, string column) =>
        string.IsNullOrEmpty(column) && _shape?.Defines(table) == true
        && !table.StartsWith("json_", StringComparison.OrdinalIgnoreCase)
            && !table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase)
            && !table.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// When the running statement must end. Asked by the progress handler, the authorizer and every C# function; a timer interrupts SQLite as well, where
/// it asks nobody.
/// </summary>
internal sealed class SqlDeadline(sqlite3 database, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private long _start;
    private TimeSpan _limit;
    private CancellationToken _cancellation;
    private ITimer? _timer;
    private bool _isRunning;
    private volatile bool _isOver;

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    public bool IsPassed => _isOver || _cancellation.IsCancellationRequested || Elapsed > _limit;

    public void Start(TimeSpan limit, CancellationToken cancellationToken)
    {
        _start = time.GetTimestamp();
        _limit = limit;
        _isOver = false;
        _cancellation = cancellationToken;
    }

    /// <summary>Interrupts what runs until the result is disposed of: at the deadline, and when the caller asks for it.</summary>
    public IDisposable Watch()
    {
        lock (_lock)
        {
            _isRunning = true;
            _timer ??= time.CreateTimer(
                static state => ((SqlDeadline)state!).Interrupt(isTime: true), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _ = _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }

        return new Watching(this, _cancellation.Register(static state => ((SqlDeadline)state!).Interrupt(isTime: false), this));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isRunning = false;
            _timer?.Dispose();
        }
    }

    private void Interrupt(bool isTime)
    {
        lock (_lock)
        {
            if (_isRunning && (!isTime || Elapsed >= _limit - TimeSpan.FromMilliseconds(1)))
            {
                _isOver |= isTime;
                raw.sqlite3_interrupt(database);
            }
        }
    }

    private sealed class Watching(SqlDeadline deadline, CancellationTokenRegistration registration) : IDisposable
    {
        public void Dispose()
        {
            registration.Dispose();
            lock (deadline._lock)
            {
                deadline._isRunning = false;
                _ = deadline._timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
