namespace Mact.Core.Sql.Lineage;

/// <summary>Why the rows behind a statement cannot be told from its text.</summary>
public enum LineageObstacle
{
    /// <summary>It is not exactly one SELECT that this reader can take apart.</summary>
    NotReadable,

    /// <summary>UNION, INTERSECT or EXCEPT: equal rows of several sources become one.</summary>
    SetOperation,

    /// <summary>A common table expression that refers to itself.</summary>
    Recursion,

    /// <summary>It reads something that is none of the tables.</summary>
    UnknownSource,

    /// <summary>It reads no table.</summary>
    NoSource,

    /// <summary>All columns (*) of a derived table whose column names are not certain.</summary>
    UncertainColumns,

    /// <summary>A combination that is not taken apart for certain (NATURAL JOIN of derived tables, DISTINCT over windows, and the like).</summary>
    Unsupported,
}
