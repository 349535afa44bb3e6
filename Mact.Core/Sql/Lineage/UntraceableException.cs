namespace Mact.Core.Sql.Lineage;

/// <summary>Ends the reading of a statement whose rows cannot be told; never leaves <see cref="RowLineage"/>.</summary>
internal sealed class UntraceableException(LineageObstacle obstacle, string? name = null) : Exception
{
    public LineageObstacle Obstacle => obstacle;

    public string? Name => name;
}
