namespace Mact.Core.Sql.Lineage;

/// <summary>A table that a statement may read.</summary>
internal sealed record LineageTable(string Name, IReadOnlyList<string> Columns)
{
    /// <summary>A name for a row's position that no column of the table hides; null where all are taken.</summary>
    public string? Position { get; } =
        new[] { "rowid", "_rowid_", "oid" }.FirstOrDefault(name => !Columns.Contains(name, StringComparer.OrdinalIgnoreCase));

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
