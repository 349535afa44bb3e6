using Mact.Core.Tables;

namespace Mact.Web.ApiAccess;

/// <summary>What a stored table is like.</summary>
/// <param name="Name">Safe for SQL.</param>
/// <param name="RowCount">Rows, the header not counted.</param>
/// <param name="Characters">Of all cells together.</param>
/// <param name="Columns">In the table's order.</param>
public sealed record TableDescription(string Name, int RowCount, long Characters, IReadOnlyList<ColumnReport> Columns);
