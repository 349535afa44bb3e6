namespace Mact.Core.Runs;

/// <summary>Whether a completion can be used.</summary>
public enum CompletionStatus
{
    /// <summary>Ended by itself (finish reason stop).</summary>
    Complete,

    /// <summary>Cut at max_tokens (length): usable only if what is needed is complete.</summary>
    Truncated,

    /// <summary>No content.</summary>
    Empty,

    /// <summary>The server gave it up (abort, repetition or an unknown finish reason).</summary>
    Aborted,
}
