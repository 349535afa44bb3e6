using System.Text.Json.Serialization;

namespace Mact.Client.Runs;

/// <summary>What stands behind a question's answer: the reply of <c>GET /questions/{id}/evidence</c>, and of a POST with a changed program.</summary>
/// <param name="Sql">The program, runnable by itself on the question's tables; null where none was run.</param>
/// <param name="Result">What it gives when it is run again; null where it was not run, or failed.</param>
/// <param name="Tables">The question's tables under its names.</param>
/// <param name="Missing">Names of tables that are no longer stored.</param>
/// <param name="Rows">The rows behind the result, or why they cannot be told; null while the question has not ended, and where there is no
/// program.</param>
public sealed record EvidenceReport(string? Sql, QueryResult? Result, IReadOnlyList<TableInfo> Tables, IReadOnlyList<string> Missing, Evidence? Rows)
{
    /// <summary>Rows that the program's order holds for equal, of which its LIMIT shows only some; null where it cuts none.</summary>
    public CutTie? Tie { get; init; }
}

/// <summary>Two rows that a statement's ORDER BY holds for equal, of which its LIMIT shows only one.</summary>
/// <param name="Limit">Rows that are shown.</param>
/// <param name="Shown">The last row that is shown, its first cell.</param>
/// <param name="Hidden">The first row that is not, its first cell.</param>
public sealed record CutTie(int Limit, string Shown, string Hidden)
{
    /// <summary>One sentence for people.</summary>
    public string Describe() => Shown == Hidden
        ? $"LIMIT {Limit} cuts a tie: the next row comes out equal in the order asked for, and is not shown."
        : $"LIMIT {Limit} cuts a tie: \"{Hidden}\" comes out equal to \"{Shown}\" in the order asked for, and is not shown.";
}

/// <summary>The body of <c>POST /questions/{id}/evidence</c>.</summary>
/// <param name="Sql">A program in place of the run's own.</param>
public sealed record EvidenceRequest(string? Sql);

/// <summary>The rows behind a program's result, or why they cannot be told.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Traced), "traced")]
[JsonDerivedType(typeof(Untraced), "untraced")]
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
    /// <param name="Detail">The source that is not known, or why the program failed; null elsewhere.</param>
    public sealed record Untraced(EvidenceGap Gap, string? Detail = null) : Evidence
    {
        /// <summary>The detail with its values; null where it has none.</summary>
        public Sentence? Sentence { get; init; }
    }
}

/// <summary>The part of a source table that a program used.</summary>
/// <param name="Table">The table's name in the question.</param>
/// <param name="Rows">Positions from 1, ascending.</param>
/// <param name="Columns">Columns that the program names: with the rows, these are the marked cells.</param>
public sealed record EvidenceRows(string Table, IReadOnlyList<int> Rows, IReadOnlyList<string> Columns)
{
    private readonly Lazy<(HashSet<int> Rows, HashSet<string> Columns)> _cells = new(
        () => ([.. Rows], new(Columns, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Whether a cell was used.</summary>
    public bool Holds(int row, string column) => _cells.Value.Rows.Contains(row) && _cells.Value.Columns.Contains(column);
}

/// <summary>Why the rows behind a program cannot be told.</summary>
public enum EvidenceGap
{
    /// <summary>The program is built in a way that is not taken apart for certain.</summary>
    NotTakenApart,

    /// <summary>UNION, INTERSECT or EXCEPT.</summary>
    SetOperation,

    /// <summary>It calls itself.</summary>
    Recursion,

    /// <summary>It reads something that is none of the tables.</summary>
    UnknownSource,

    /// <summary>It reads no table.</summary>
    NoSource,

    /// <summary>Asking for the rows failed: too many, too slow, or refused.</summary>
    NotAnswered,

    /// <summary>Asked together with its rows the program gave another result.</summary>
    ResultDiffers,

    /// <summary>Run again it gives another result than the run has recorded.</summary>
    RecordDiffers,
}
