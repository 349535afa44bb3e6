namespace Mact.Web.Runs;

/// <summary>The rows behind a program's result, or why they cannot be told.</summary>
public abstract record Evidence
{
    private Evidence()
    {
    }

    /// <summary>They were asked for beside the program, which gave its own result again.</summary>
    /// <param name="Tables">Tables whose rows are told.</param>
    /// <param name="InConditions">Tables that are read in a condition or beside the result only: their rows are not told.</param>
    /// <param name="IsPerRow">The rows are those of the result; otherwise those that it was computed from.</param>
    /// <param name="IsCut">There are more than could be read.</param>
    public sealed record Traced(IReadOnlyList<EvidenceRows> Tables, IReadOnlyList<string> InConditions, bool IsPerRow, bool IsCut) : Evidence
    {
        /// <summary>What of a table was used; null where its rows are not told.</summary>
        public EvidenceRows? Of(string table) => Tables.FirstOrDefault(rows => rows.Table.Equals(table, StringComparison.OrdinalIgnoreCase));

        /// <summary>Whether a table is read without its rows being told.</summary>
        public bool IsInCondition(string table) => InConditions.Contains(table, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>They cannot be told.</summary>
    /// <param name="Gap">Why.</param>
    /// <param name="Detail">The source that is not known, or what the server said; null elsewhere.</param>
    public sealed record Untraced(EvidenceGap Gap, string? Detail = null) : Evidence;
}
