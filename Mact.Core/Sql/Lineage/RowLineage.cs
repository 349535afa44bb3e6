using Mact.Core.Tables;

namespace Mact.Core.Sql.Lineage;

/// <summary>
/// Which rows of which tables a statement's result comes from. A statement is derived that gives the same result with one more column for each
/// table, in which the positions (from 1) of the rows behind each row of the result stand, separated by commas: through joins, aggregates,
/// common table expressions and subqueries in FROM. Whatever is not certainly understood is not traced; a statement that is traced must
/// still be run beside its original, and counts only where both give the same result.
/// </summary>
public abstract record RowLineage
{
    private RowLineage()
    {
    }

    /// <summary>The rows can be asked for.</summary>
    /// <param name="Sql">The statement's own columns, then the columns of positions.</param>
    /// <param name="Tables">What the statement reads.</param>
    /// <param name="PositionColumns">How many columns of positions there are.</param>
    /// <param name="IsPerRow">Each row of the result is one row of each table; otherwise rows of the result are computed from several.</param>
    public sealed record Traced(string Sql, IReadOnlyList<TracedTable> Tables, int PositionColumns, bool IsPerRow) : RowLineage;

    /// <summary>The rows cannot be told.</summary>
    /// <param name="Obstacle">Why.</param>
    /// <param name="Name">The source that is not known; null elsewhere.</param>
    public sealed record Untraced(LineageObstacle Obstacle, string? Name = null) : RowLineage;

    /// <summary>The lineage of a statement over these tables.</summary>
    public static RowLineage Of(string sql, IReadOnlyList<Table> tables)
    {
        var lineage = Of(sql, [.. tables.Select(static table => (table.Name, WithTexts(table)))]);
        return lineage is Traced traced
            ? traced with { Tables = [.. traced.Tables.Select(used => used with { Columns = Cells(used, tables) })] }
            : lineage;
    }

    /// <summary>The lineage over tables that are known by name and columns alone.</summary>
    public static RowLineage Of(string sql, IReadOnlyList<(string Name, IReadOnlyList<Column> Columns)> tables)
    {
        var shape = SqlShape.Of(sql);
        if (shape.IsEmpty || shape.HasSecondStatement || HoldsOddSpace(sql))
        {
            return new Untraced(LineageObstacle.NotReadable);
        }

        try
        {
            var reader = new SelectReader(shape.Tokens);
            var sources = tables.Select(static table => new LineageTable(
                table.Name, [.. table.Columns.Select(static column => column.Name)])).ToList();
            return new LineageWriter(new SqlSlices(sql, shape.Tokens), reader, sources).Write(reader.ReadAll());
        }
        catch (UntraceableException exception)
        {
            return new Untraced(exception.Obstacle, exception.Name);
        }
    }

    /// <summary>The columns that SQL has, those of texts at the end.</summary>
    private static IReadOnlyList<Column> WithTexts(Table table) =>
    [
        .. table.Columns,
        .. Enumerable.Range(0, table.Columns.Count).Select(table.TextColumnOf).OfType<string>()
            .Select(static name => new Column(name, name, ColumnType.Text)),
    ];

    /// <summary>The columns of the table itself: a text beside a value is the cell of that value.</summary>
    private static List<string> Cells(TracedTable used, IReadOnlyList<Table> tables)
    {
        var table = tables.First(table => table.Name.Equals(used.Name, StringComparison.OrdinalIgnoreCase));
        return
        [
            .. table.Columns.Index()
                .Where(column => used.Columns.Contains(column.Item.Name)
                    || (table.TextColumnOf(column.Index) is { } text && used.Columns.Contains(text)))
                .Select(static column => column.Item.Name),
        ];
    }

    /// <summary>SQLite takes other characters for names or for none that .NET takes for space.</summary>
    private static bool HoldsOddSpace(string sql) => sql.Any(static c =>
        c == '\ufeff' || ((char.IsWhiteSpace(c) || char.IsControl(c)) && c is not (' ' or '\t' or '\n' or '\r' or '\f')));
}

/// <summary>Why the rows behind a statement cannot be told from its text.</summary>
public enum LineageObstacle
{
    /// <summary>It is not exactly one SELECT that this reader can take apart.</summary>
    NotReadable,

    /// <summary>UNION, INTERSECT or EXCEPT: equal rows of several sources become one.</summary>
    SetOperation,

    /// <summary>A common table expression that refers to itself.</summary>
    Recursion,

    /// <summary>It reads something that is none of the tables.</summary>
    UnknownSource,

    /// <summary>It reads no table.</summary>
    NoSource,

    /// <summary>All columns (*) of a derived table whose column names are not certain.</summary>
    UncertainColumns,

    /// <summary>A combination that is not taken apart for certain (NATURAL JOIN of derived tables, DISTINCT over windows, and the like).</summary>
    Unsupported,
}

/// <summary>A table of a statement.</summary>
/// <param name="Name">As the tables are called, not as the statement writes it.</param>
/// <param name="Columns">Columns that the statement names of it, in the table's order.</param>
/// <param name="Place">Which of the columns of positions is its own, from 0; null where only a condition or a side computation reads it, so that its
/// rows are not told.</param>
public sealed record TracedTable(string Name, IReadOnlyList<string> Columns, int? Place);

/// <summary>Ends the reading of a statement whose rows cannot be told; never leaves <see cref="RowLineage"/>.</summary>
internal sealed class UntraceableException(LineageObstacle obstacle, string? name = null) : Exception
{
    public LineageObstacle Obstacle => obstacle;

    public string? Name => name;
}
