namespace Mact.Core.Sql.Lineage;

/// <summary>A table or a subquery in FROM; places are token indexes, ends are exclusive.</summary>
/// <param name="Start">First token.</param>
/// <param name="End">After the alias.</param>
/// <param name="Table">The name; null for a subquery.</param>
/// <param name="Query">The subquery; null for a name.</param>
/// <param name="Alias">Null where it has none.</param>
internal sealed record SelectSource(int Start, int End, string? Table, SelectQuery? Query, string? Alias)
{
    /// <summary>What columns are qualified with; null where nothing can be.</summary>
    public string? EffectiveName => Alias ?? Table;
}
