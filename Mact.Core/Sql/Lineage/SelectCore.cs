namespace Mact.Core.Sql.Lineage;

/// <summary>SELECT … FROM … WHERE … GROUP BY … HAVING; places are token indexes, ends are exclusive.</summary>
/// <param name="Start">The SELECT.</param>
/// <param name="End">After its last token, before set operators, ORDER BY and LIMIT.</param>
/// <param name="ListStart">After SELECT [DISTINCT | ALL].</param>
/// <param name="Items">What is selected.</param>
/// <param name="Sources">What it reads, in order; empty without FROM.</param>
/// <param name="ClausesStart">Where WHERE or what follows begins; <paramref name="End"/> where nothing does.</param>
internal sealed record SelectCore(
    int Start,
    int End,
    int ListStart,
    IReadOnlyList<SelectItem> Items,
    IReadOnlyList<SelectSource> Sources,
    int ClausesStart)
{
    public bool IsDistinct { get; init; }

    /// <summary>NATURAL or USING: equal columns become one.</summary>
    public bool MergesColumns { get; init; }

    public bool IsNatural { get; init; }

    /// <summary>GROUP BY or HAVING.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>Where HAVING begins; null without one.</summary>
    public int? Having { get; init; }

    /// <summary>WINDOW w AS (…).</summary>
    public bool NamesWindows { get; init; }

    /// <summary>After what is selected.</summary>
    public int ListEnd => Items[^1].End;
}
