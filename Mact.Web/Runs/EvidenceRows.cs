namespace Mact.Web.Runs;

/// <summary>The part of a source table that a program used.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">Positions from 1.</param>
/// <param name="Columns">Columns that the program names.</param>
public sealed record EvidenceRows(string Table, IReadOnlySet<int> Rows, IReadOnlySet<string> Columns)
{
    /// <summary>Whether a cell was used.</summary>
    public bool Holds(int row, string column) => Rows.Contains(row) && Columns.Contains(column);
}
