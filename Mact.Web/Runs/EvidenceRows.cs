namespace Mact.Web.Runs;

/// <summary>The part of a source table that a program used.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">Positions from 1.</param>
/// <param name="Columns">Columns that the program names.</param>
/// <param name="IsPerRow">The rows are those of the result; otherwise those that it was computed from.</param>
/// <param name="IsCut">There are more than could be read.</param>
public sealed record EvidenceRows(string Table, IReadOnlySet<int> Rows, IReadOnlySet<string> Columns, bool IsPerRow, bool IsCut)
{
    /// <summary>Whether a cell was used.</summary>
    public bool Holds(int row, string column) => Rows.Contains(row) && Columns.Contains(column);
}
