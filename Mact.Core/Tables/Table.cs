namespace Mact.Core.Tables;

/// <summary>An immutable typed table, held row-major. Its order is the source's order.</summary>
public sealed class Table
{
    private readonly Cell[] _cells;

    /// <summary>Takes ownership of <paramref name="cells"/> (row-major, length rows × columns).</summary>
    /// <exception cref="ArgumentException">The cells do not fill whole rows, or there is no column.</exception>
    public Table(string name, IReadOnlyList<Column> columns, Cell[] cells)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(cells);
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

    /// <summary>The same rows under another name; the cells are shared.</summary>
    public Table WithName(string name) => new(name, Columns, _cells);
}
