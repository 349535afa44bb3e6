namespace Mact.Core.Runs;

/// <summary>What became of one sample when it was executed.</summary>
public enum ToolSampleStatus
{
    /// <summary>It ran and gave a result.</summary>
    Ok,

    /// <summary>It ran and gave no rows.</summary>
    Empty,

    /// <summary>No program was found in the completion.</summary>
    NoCode,

    /// <summary>Not exactly one read-only statement.</summary>
    Rejected,

    /// <summary>It could not be run.</summary>
    Error,

    /// <summary>The time limit ended it.</summary>
    TimedOut,

    /// <summary>A size limit ended it.</summary>
    TooLarge,
}
