namespace Mact.Core.Sql.Lineage;

/// <summary>What a query was rewritten to: its own columns, then the columns of positions.</summary>
/// <param name="Sql">The query, or the name under which it is defined.</param>
/// <param name="Columns">Names of its own columns; null where they are not certain.</param>
/// <param name="IsPerRow">Each of its rows is one row of each table.</param>
internal sealed record DerivedTable(string Sql, IReadOnlyList<string>? Columns, bool IsPerRow);
