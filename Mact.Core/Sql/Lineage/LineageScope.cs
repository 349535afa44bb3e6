namespace Mact.Core.Sql.Lineage;

/// <summary>The common table expressions that a query sees, its own before those around it, and what has been written for it.</summary>
internal sealed class LineageScope
{
    private readonly LineageScope? _outer;
    private readonly Dictionary<string, CommonTable> _tables = new(StringComparer.OrdinalIgnoreCase);

    public LineageScope(LineageScope? outer, IReadOnlyList<CommonTable> tables)
    {
        _outer = outer;
        foreach (var table in tables)
        {
            if (!_tables.TryAdd(table.Name, table))
            {
                throw new UntraceableException(LineageObstacle.NotReadable);
            }
        }
    }

    /// <summary>Definitions to be added to those of the query.</summary>
    public List<string> Added { get; } = [];

    /// <summary>What came of expressions that are written already; null while they are being written.</summary>
    public Dictionary<string, DerivedTable?> Written { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The expression of a name and where it is defined; null where the name means none.</summary>
    public (LineageScope Scope, CommonTable Table)? Find(string name) =>
        _tables.TryGetValue(name, out var table) ? (this, table) : _outer?.Find(name);
}
