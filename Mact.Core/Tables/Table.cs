namespace Mact.Core.Tables;

/// <summary>An immutable typed table, held row-major. Its order is the source's order.</summary>
public sealed class Table
{
    private readonly Cell[] _cells;
    private bool[]? _unread;

    /// <summary>Takes ownership of <paramref name="cells"/> (row-major, length rows × columns).</summary>
    /// <exception cref="ArgumentException">The cells do not fill whole rows, or there is no column.</exception>
    public Table(string name, IReadOnlyList<Column> columns, Cell[] cells)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (columns.Count == 0 || cells.Length % columns.Count != 0)
        {
            throw new ArgumentException($"{cells.Length} cells do not fill whole rows of {columns.Count} columns.", nameof(cells));
        }

        Name = name;
        Columns = columns;
        _cells = cells;
        RowCount = cells.Length / columns.Count;
    }

    /// <summary>The name that SQL uses, quoted.</summary>
    public string Name { get; }

    /// <summary>At least one column, in source order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>How many rows there are, the header not counted.</summary>
    public int RowCount { get; }

    /// <summary>The cell at a zero-based row and column.</summary>
    public Cell this[int row, int column] => Row(row)[column];

    /// <summary>One row, zero-based.</summary>
    public ReadOnlySpan<Cell> Row(int row) => _cells.AsSpan(row * Columns.Count, Columns.Count);

    /// <summary>Whether a column of numbers, dates or times has a cell that is neither a value nor a mark for none.</summary>
    public bool HasUnread => (_unread ??= FindUnread()).Contains(true);

    /// <summary>
    /// The column of SQL that holds the texts of a column of numbers, dates or times as they stand in the source, where it has cells that are neither
    /// a value nor a mark for none ("DNF" among times); null where it has no such cell.
    /// </summary>
    public string? TextColumnOf(int column) => (_unread ??= FindUnread())[column] ? TextColumnOf(Columns, column) : null;

    private bool[] FindUnread()
    {
        var unread = new bool[Columns.Count];
        for (var column = 0; column < unread.Length; column++)
        {
            for (var at = column; at < _cells.Length && !unread[column]; at += unread.Length)
            {
                unread[column] = _cells[at].Value is null && _cells[at].Text.Length > 0 && !MissingMarks.Contains(_cells[at].Text);
            }
        }

        return unread;
    }

    /// <summary>The same table with no value, but its text, in cells of number columns that hold a text, as results of statements may.</summary>
    internal Table WithTextsApart()
    {
        var isNumber = Columns.Select(static column => column.Type is ColumnType.Integer or ColumnType.Number).ToArray();
        var apart = false;
        for (var at = 0; at < _cells.Length && !apart; at++)
        {
            apart = _cells[at].Value is string && isNumber[at % isNumber.Length];
        }

        return !apart
            ? this
            : new(
                Name,
                Columns,
                [.. _cells.Select((cell, at) => cell.Value is string && isNumber[at % isNumber.Length] ? cell with { Value = null } : cell)]);
    }

    internal static string TextColumnOf(IReadOnlyList<Column> columns, int column)
    {
        var name = columns[column].Name + "_text";
        while (columns.Any(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>The same rows under another name; the cells are shared.</summary>
    public Table WithName(string name) => new(name, Columns, _cells);
}

/// <summary>Names of column types: ours and those of SQL.</summary>
public static class ColumnTypes
{
    /// <summary>Reads "integer", "number", "date", "text" and the SQL names INTEGER, REAL, NUMERIC, TEXT, in any case.</summary>
    public static bool TryParse(string? name, out ColumnType type)
    {
        ColumnType? found = name?.Trim().ToUpperInvariant() switch
        {
            "TEXT" or "STRING" or "VARCHAR" => ColumnType.Text,
            "INTEGER" or "INT" or "BIGINT" => ColumnType.Integer,
            "NUMBER" or "REAL" or "NUMERIC" or "DECIMAL" or "DOUBLE" or "FLOAT" => ColumnType.Number,
            "DATE" => ColumnType.Date,
            _ => null,
        };
        type = found ?? ColumnType.Text;
        return found is not null;
    }
}

/// <summary>One cell: the original text, trimmed, beside the value that SQL computes with.</summary>
/// <param name="Text">What stood in the source; quotable in an answer. For NULL empty, or the mark that stood there ("–").</param>
/// <param name="Value">
/// <see langword="null"/>, <see cref="long"/>, <see cref="double"/> or <see cref="string"/>. A cell of a numeric column
/// that does not parse ("3 (tie)") keeps its text, as SQLite's dynamic typing allows.
/// </param>
public readonly record struct Cell(string Text, object? Value)
{
    /// <summary>A missing value.</summary>
    public static Cell Null { get; } = new(string.Empty, null);
}
