namespace Mact.Core.Runs;

/// <summary>A distinct executed result in canonical form, kept once however many samples gave it.</summary>
/// <param name="Canonical">Hash of the canonical form.</param>
/// <param name="Columns">Column names of the result.</param>
/// <param name="Rows">The first rows as text (null = NULL), at most <see cref="MaxRows"/>.</param>
/// <param name="RowCount">Rows in all.</param>
/// <param name="Samples">The samples that gave it, in order of index.</param>
public sealed record ResultGroup(
    string Canonical,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    int RowCount,
    IReadOnlyList<int> Samples)
{
    /// <summary>Rows kept in a record. The full result is the program's, and the program can be run again.</summary>
    public const int MaxRows = 20;
}
