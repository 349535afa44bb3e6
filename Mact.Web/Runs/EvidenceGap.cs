namespace Mact.Web.Runs;

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
