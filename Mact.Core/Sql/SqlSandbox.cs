using Mact.Core.Tables;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// An in-memory SQLite over the tables of one question, in which programs written by a model run: one read-only statement at a time, within limits,
/// without any way to files, settings or other databases. Column names resolve case-insensitively; <c>rowid</c> is a row's position from 1;
/// text compares without case and whatever its spaces, quotes and dashes are written with; NULL comes last in every order. Safe for several threads;
/// statements of one sandbox run one after the other.
/// </summary>
/// <remarks>
/// What it does not protect against: it runs in this process, so a fault in SQLite's own code would take the process with it (the queue
/// redelivers the question). The memory limit counts all sandboxes of the process together. A statement may keep one core busy until its time is
/// over. And it answers any question about the tables it was given: whoever may ask may read all of them.
/// </remarks>
public sealed class SqlSandbox : IDisposable
{
    /// <summary>SQLITE_DBCONFIG_DQS_DML.</summary>
    private const int AllowDoubleQuotedText = 1013;
    private const string OutOfMemory = "The statement needs more memory than it may use. Filter or aggregate before joining and sorting.";

    private const string LongTexts =
        "The statement's functions go through more long text than they may. Filter first, or take the start of the text: substr(column, 1, 1000).";

    private readonly Lock _lock = new();
    private readonly sqlite3 _database;
    private readonly SqlLimits _limits;
    private readonly SqlDeadline _deadline;
    private readonly SqlMemory _memory;
    private readonly SqlGuards _guards;
    private readonly UnitsSeen _units = new();
    private readonly SourceTexts _texts = new();
    private readonly List<Table> _tables = [];
    private readonly HashSet<string> _mixed = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private bool _disposed;

    private SqlSandbox(sqlite3 database, SqlLimits limits, TimeProvider time)
    {
        _database = database;
        _limits = limits;
        _deadline = new SqlDeadline(database, time);
        _memory = new SqlMemory(limits.MaxStatementMemory);
        _guards = new SqlGuards(database, limits, _deadline, _memory, _names);
    }

    /// <summary>Opens a sandbox over these tables.</summary>
    /// <exception cref="ArgumentException">Two tables have one name, or a name is SQLite's own.</exception>
    /// <exception cref="SqlLoadException">SQLite could not take a table.</exception>
    public static SqlSandbox Load(IReadOnlyList<Table> tables, SqlLimits limits, TimeProvider time)
    {
        Batteries_V2.Init();
        raw.sqlite3_hard_heap_limit64(limits.HeapLimit);
        var code = raw.sqlite3_open_v2(
            ":memory:", out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_MEMORY, null);
        if (code != raw.SQLITE_OK)
        {
            database.Dispose();
            throw new SqlLoadException("no database could be opened (" + raw.sqlite3_errstr(code).utf8_to_string() + ")");
        }

        var sandbox = new SqlSandbox(database, limits, time);
        try
        {
            // In memory: else one sorted cross join writes hundreds of megabytes of temporary files within its time limit.
            SqlLoader.Run(database, "PRAGMA temp_store=MEMORY");
            var registry = new FunctionRegistry(database, sandbox._deadline, sandbox._memory, limits.MaxValueLength);
            AnalystFunctions.Register(registry, sandbox._units);
            TextFunctions.Register(registry);
            registry.Add(SqlFunctions.CellNumber, 1, values => AnalystFunctions.NumberOf(values[0], sandbox._units));
            registry.Add(SqlFunctions.CellCast, 1, values => AnalystFunctions.NumberOf(values[0], sandbox._units, isCast: true));
            registry.Add(SqlFunctions.CellText, 3, sandbox._texts.TextOf);
            SqlCollation.Register(database, sandbox._deadline);
            foreach (var table in tables)
            {
                sandbox.Take(table);
            }

            sandbox._guards.Install();
            return sandbox;
        }
        catch
        {
            sandbox.Dispose();
            throw;
        }
    }

    /// <summary>Adds a table that an earlier step came to, under its own name ("step1"). The guards stay on for every statement.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(Table derived)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _guards.Lift();
            try
            {
                Take(derived);
            }
            finally
            {
                _guards.Install();
            }
        }
    }

    /// <summary>Bytes of large objects and kept values that functions took for the last statement, collected meanwhile or not.</summary>
    internal long LargeObjects => _memory.TakenByFunctions;

    /// <summary>Runs one statement. Whatever it is, it comes to an outcome and leaves no trace.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public SqlOutcome Execute(string sql, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var (outcome, hadNeighbours) = SqlGate.Beside(() => Run(sql, cancellationToken));
            if (hadNeighbours && outcome is SqlOutcome.TooLarge { Message: OutOfMemory })
            {
                outcome = SqlGate.Alone(() => Run(sql, cancellationToken));
            }

            if (_memory.Peak > SqlMemory.GivenBackFrom)
            {
                NativeMemoryTrim.GiveBack();
            }

            return outcome;
        }
    }

    /// <summary>Whether the LIMIT of a statement cuts off a row that its ORDER BY holds for equal to the last one shown; null where it does
    /// not.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public CutTie? FindTie(string sql, CancellationToken cancellationToken)
    {
        if (sql.Length > _limits.MaxSqlLength || SqlOrder.WithKeys(sql, SqlShape.Of(sql)) is not { } asked
            || Execute(asked.Sql, cancellationToken) is not SqlOutcome.Rows { Result: var result } || result.RowCount != asked.Limit + 1)
        {
            return null;
        }

        for (var key = result.Columns.Count - asked.Keys; key < result.Columns.Count; key++)
        {
            if (!Equals(result[asked.Limit - 1, key].Value, result[asked.Limit, key].Value))
            {
                return null;
            }
        }

        return new CutTie(asked.Limit, result[asked.Limit - 1, 0].Text, result[asked.Limit, 0].Text);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _disposed = true;
                _deadline.Dispose();
                _database.Dispose();
            }
        }
    }

    private void Take(Table table)
    {
        if (table.Name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) || !_names.Add(table.Name))
        {
            throw new ArgumentException($"A table cannot be called \"{table.Name}\" here: the name is taken.", nameof(table));
        }

        table = table.WithTextsApart();
        _tables.Add(table);
        _texts.Add(table);
        _mixed.UnionWith(SqlCollation.MixedUnits(table));
        SqlLoader.Load(_database, table);
    }

    private SqlOutcome Run(string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _deadline.Start(_limits.Timeout, cancellationToken);
        _memory.Start();
        _units.Clear();
        if (sql.Length > _limits.MaxSqlLength)
        {
            return new SqlOutcome.Rejected("tooLong", $"The statement has {sql.Length} characters; at most {_limits.MaxSqlLength} are run.");
        }

        var shape = SqlShape.Of(sql);
        SqlOutcome outcome;
        using (_deadline.Watch())
        {
            outcome = Reject(sql, shape) ?? Prepare(sql, shape, retry: true);
            outcome = outcome is SqlOutcome.Rows rows ? WithUnread(sql, shape, rows) : outcome;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return outcome with { Elapsed = _deadline.Elapsed };
    }

    private static SqlOutcome.Rejected? Reject(string sql, SqlShape shape)
    {
        return sql.Contains('\0', StringComparison.Ordinal) ? new SqlOutcome.Rejected("notAllowed", "The statement holds a NUL character.")
            : shape.IsEmpty ? new SqlOutcome.Rejected("empty", "There is no statement.")
            : shape.HasSecondStatement ? new SqlOutcome.Rejected("twoStatements", "There are several statements; write exactly one SELECT.")
            : shape.Expansion > SqlShape.MaxExpansion
                ? new SqlOutcome.Rejected(
                    "notAllowed",
                    "The common table expressions refer to one another so often that the statement grows beyond all bounds. Use each only a few "
                        + "times.")
            : null;
    }

    private SqlOutcome Prepare(string sql, SqlShape shape, bool retry)
    {
        _guards.Begin(shape);

        // SQLite would take a leading ";" for an empty statement. Where what was added may not stand, the statement is taken as it is.
        var start = shape.Tokens[0].Start;
        var meant = new SqlLiterals(_tables, _texts).Apply(sql, shape);
        meant = new SqlNumbers(_tables, _mixed).Apply(meant, meant.Length == sql.Length ? shape : SqlShape.Of(meant));
        meant = SqlOrder.WithNullsLast(meant, meant.Length == sql.Length ? shape : SqlShape.Of(meant));
        meant = SqlTexts.Apply(meant, meant.Length == sql.Length ? shape : SqlShape.Of(meant))[start..];
        var code = raw.sqlite3_prepare_v2(_database, meant, out var statement);
        if (code != raw.SQLITE_OK && meant != sql[start..] && !_deadline.IsPassed && _guards.Refused is null)
        {
            statement.Dispose();
            code = raw.sqlite3_prepare_v2(_database, sql[start..], out statement);
        }

        using (statement)
        {
            if (code != raw.SQLITE_OK)
            {
                var message = raw.sqlite3_errmsg(_database).utf8_to_string();
                return retry && DoubleQuotedText.IsMeant(message, shape, _tables)
                    ? PrepareWithDoubleQuotedText(sql, shape)
                    : Fail(code, message, shape);
            }

            if (_deadline.IsPassed)
            {
                return new SqlOutcome.TimedOut(_limits.Timeout);
            }

            if (raw.sqlite3_stmt_readonly(statement) == 0 || raw.sqlite3_stmt_isexplain(statement) != 0 || raw.sqlite3_column_count(statement) == 0)
            {
                return new SqlOutcome.Rejected("notReadOnly", "Only a SELECT is run.");
            }

            if (raw.sqlite3_bind_parameter_count(statement) > 0)
            {
                return new SqlOutcome.Error("The statement has placeholders (?, :name, @name); write the values into it.");
            }

            _guards.BoundValues(Math.Max(shape.Values, raw.sqlite3_column_count(statement)));
            var (stepped, result, tooLarge) = SqlResultReader.Read(statement, _limits, _memory, _texts, SqlSelectList.Of(shape));
            return result is not null ? new SqlOutcome.Rows(result, shape.IsOrdered)
                : tooLarge is not null ? new SqlOutcome.TooLarge(tooLarge)
                : Fail(stepped, raw.sqlite3_errmsg(_database).utf8_to_string(), shape);
        }
    }

    /// <summary>Shows what stands in a cell that is no value of its column ("DNF") where a result is that cell: it has no value, but a
    /// text.</summary>
    private SqlOutcome WithUnread(string sql, SqlShape shape, SqlOutcome.Rows rows)
    {
        var result = rows.Result;
        if (!_tables.Exists(static table => table.HasUnread) || SqlSelectList.Of(shape) is not { } list || list.Count != result.Columns.Count)
        {
            return rows;
        }

        var beside = Enumerable.Range(0, result.Columns.Count)
            .Where(c => Enumerable.Range(0, result.RowCount).Any(r => result[r, c].Value is null))
            .Select(c => (Item: c, Column: TextColumnOf(list.ColumnOf(c))))
            .Where(static pair => pair.Column is not null)
            .ToList();
        if (beside.Count == 0)
        {
            return rows;
        }

        var wider = list.With(sql, beside!);
        if (Prepare(wider, SqlShape.Of(wider), retry: false) is not SqlOutcome.Rows { Result: var texts } || texts.RowCount != result.RowCount)
        {
            return rows;
        }

        var cells = new Cell[result.RowCount * result.Columns.Count];
        for (var r = 0; r < result.RowCount; r++)
        {
            result.Row(r).CopyTo(cells.AsSpan(r * result.Columns.Count));
            foreach (var (index, (item, _)) in beside.Index())
            {
                ref var cell = ref cells[(r * result.Columns.Count) + item];
                cell = cell.Value is null && texts[r, result.Columns.Count + index] is { Value: string text } && !MissingMarks.Contains(text)
                    ? new Cell(text, text)
                    : cell;
            }
        }

        return rows with { Result = new Table(result.Name, result.Columns, cells) };
    }

    private string? TextColumnOf(string? column) => column is null ? null : _tables
        .SelectMany(static table => table.Columns.Select((known, index) => (known.Name, Table: table, Index: index)))
        .Where(known => known.Name.Equals(column, StringComparison.OrdinalIgnoreCase))
        .Select(static known => known.Table.TextColumnOf(known.Index))
        .FirstOrDefault(static text => text is not null);

    private SqlOutcome PrepareWithDoubleQuotedText(string sql, SqlShape shape)
    {
        _ = raw.sqlite3_db_config(_database, AllowDoubleQuotedText, 1, out _);
        try
        {
            return Prepare(sql, shape, retry: false);
        }
        finally
        {
            _ = raw.sqlite3_db_config(_database, AllowDoubleQuotedText, 0, out _);
        }
    }

    private SqlOutcome Fail(int code, string message, SqlShape shape)
    {
        if (_guards.Refused is { } refused)
        {
            return new SqlOutcome.Rejected("notAllowed", refused);
        }

        return code switch
        {
            _ when _memory.IsSpent => new SqlOutcome.TooLarge(_memory.IsSpentByFunctions ? LongTexts : OutOfMemory),
            _ when _deadline.IsPassed => new SqlOutcome.TimedOut(_limits.Timeout),
            raw.SQLITE_NOMEM or raw.SQLITE_FULL => new SqlOutcome.TooLarge(OutOfMemory),
            raw.SQLITE_TOOBIG => new SqlOutcome.TooLarge($"A value grew beyond {_limits.MaxValueLength} bytes."),
            _ => new SqlOutcome.Error(SqlErrorHelp.Explain(message, _tables, shape))
            {
                MissingColumn = SqlErrorHelp.NameAfter(message, "no such column: "),
                MissingTable = SqlErrorHelp.NameAfter(message, "no such table: "),
            },
        };
    }
}

/// <summary>A table could not be put into the sandbox, for want of memory as a rule. The message is SQLite's.</summary>
public sealed class SqlLoadException : Exception
{
    public SqlLoadException()
    {
    }

    public SqlLoadException(string reason)
        : base("The tables could not be loaded for SQL: " + reason) => Reason = reason;

    public SqlLoadException(string message, Exception innerException)
        : base(message, innerException) => Reason = message;

    /// <summary>SQLite's own words.</summary>
    public string Reason { get; } = string.Empty;
}
