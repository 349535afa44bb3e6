namespace Mact.Core.Sql.Lineage;

/// <summary>A SELECT with all that belongs to it; places are token indexes, ends are exclusive.</summary>
/// <param name="With">Its own common table expressions.</param>
/// <param name="WithStart">The first token after WITH [RECURSIVE].</param>
/// <param name="WithEnd">After the last expression; equal to <paramref name="WithStart"/> where there is none.</param>
/// <param name="Cores">One, or several with set operators between them.</param>
/// <param name="OnlyUnionAll">No set operator makes equal rows one.</param>
/// <param name="TailStart">ORDER BY and LIMIT, up to <paramref name="End"/>.</param>
/// <param name="End">After the last token.</param>
internal sealed record SelectQuery(
    IReadOnlyList<CommonTable> With,
    int WithStart,
    int WithEnd,
    IReadOnlyList<SelectCore> Cores,
    bool OnlyUnionAll,
    int TailStart,
    int End)
{
    /// <summary>WITH RECURSIVE.</summary>
    public bool IsRecursive { get; init; }
}
