namespace Mact.Worker.Agents.Plans;

/// <summary>What a planner can ask for.</summary>
public enum ActionKind
{
    /// <summary>Rows or values of the tables, by SQL.</summary>
    Retrieve,

    /// <summary>Any other computation over the tables, by SQL.</summary>
    Operate,

    /// <summary>An arithmetic expression.</summary>
    Calculate,

    /// <summary>A passage of the text that belongs to the tables.</summary>
    Lookup,

    /// <summary>The first lines of an encyclopedia's page.</summary>
    Search,

    /// <summary>The answer.</summary>
    Finish,
}
