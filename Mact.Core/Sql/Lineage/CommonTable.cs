namespace Mact.Core.Sql.Lineage;

/// <summary>A common table expression.</summary>
/// <param name="Name">As it is defined.</param>
/// <param name="Columns">Its own names for its columns; null where it gives none.</param>
/// <param name="Query">What it stands for.</param>
internal sealed record CommonTable(string Name, IReadOnlyList<string>? Columns, SelectQuery Query);
