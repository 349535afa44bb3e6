namespace Mact.Api.Tables;

/// <summary>Several tables together.</summary>
/// <param name="Tables">In the order of the request.</param>
/// <param name="Joins">Columns to join on, best first; empty where nothing fits.</param>
public sealed record TablesReport(IReadOnlyList<TableReport> Tables, IReadOnlyList<SuggestedJoin> Joins);
