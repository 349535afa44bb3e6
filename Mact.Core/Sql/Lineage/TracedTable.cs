namespace Mact.Core.Sql.Lineage;

/// <summary>A table of a statement.</summary>
/// <param name="Name">As the tables are called, not as the statement writes it.</param>
/// <param name="Columns">Columns that the statement names of it, in the table's order.</param>
/// <param name="Place">Which of the columns of positions is its own, from 0; null where only a condition or a side computation reads it, so that its rows are not told.</param>
public sealed record TracedTable(string Name, IReadOnlyList<string> Columns, int? Place);
