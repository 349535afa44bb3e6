namespace Mact.Api.Tables;

/// <summary>A window of a table's rows.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">Cells as they stood in the source; null is a missing value.</param>
/// <param name="Total">Rows of the table.</param>
/// <param name="Offset">Zero-based place of the first row given.</param>
public sealed record TableRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, int Total, int Offset);
