namespace Mact.Core.Voting;

/// <summary>What a canonical form is a form of.</summary>
public enum CanonicalShape
{
    /// <summary>Nothing: no rows, only NULLs, or blank text. Never wins a vote.</summary>
    Empty,

    /// <summary>One value; a 1×1 result is one.</summary>
    Scalar,

    /// <summary>Several values; a result of one column or of one row is one.</summary>
    List,

    /// <summary>Several rows of several columns.</summary>
    Table,
}
