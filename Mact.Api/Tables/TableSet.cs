namespace Mact.Api.Tables;

/// <summary>What a workbook, or several files at once, came to.</summary>
/// <param name="Tables">Stored tables, in source order; at least one.</param>
/// <param name="Skipped">Sheets that hold no table, and why.</param>
public sealed record TableSet(IReadOnlyList<TableInfo> Tables, IReadOnlyList<SkippedTable> Skipped);
