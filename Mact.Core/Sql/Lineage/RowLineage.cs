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
        ArgumentNullException.ThrowIfNull(tables);
        return Of(sql, [.. tables.Select(static table => (table.Name, table.Columns))]);
    }

    /// <summary>Of tables that are known by name and columns alone.</summary>
    public static RowLineage Of(string sql, IReadOnlyList<(string Name, IReadOnlyList<Column> Columns)> tables)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(tables);
        var shape = SqlShape.Of(sql);
        if (shape.IsEmpty || shape.HasSecondStatement || HoldsOddSpace(sql))
        {
            return new Untraced(LineageObstacle.NotReadable);
        }

        try
        {
            var reader = new SelectReader(shape.Tokens);
            var sources = tables.Select(static table => new LineageTable(table.Name, [.. table.Columns.Select(static column => column.Name)])).ToList();
            return new LineageWriter(new SqlSlices(sql, shape.Tokens), reader, sources).Write(reader.ReadAll());
        }
        catch (UntraceableException exception)
        {
            return new Untraced(exception.Obstacle, exception.Name);
        }
    }

    /// <summary>SQLite takes other characters for names or for none that .NET takes for space.</summary>
    private static bool HoldsOddSpace(string sql) => sql.Any(static c =>
        c == '\ufeff' || ((char.IsWhiteSpace(c) || char.IsControl(c)) && c is not (' ' or '\t' or '\n' or '\r' or '\f')));
}
