namespace Mact.Core.Queueing;

/// <summary>The journal of one run as the agent sees it: what is there already, and a way to add.</summary>
public interface IRunJournal
{
    /// <summary>The records so far, in order; grows as records are appended.</summary>
    IReadOnlyList<RunRecord> Records { get; }

    /// <summary>Appends, unless a record with the same key is there. Returns when it is stored.</summary>
    /// <exception cref="LeaseLostException">Another attempt owns the run now; the caller stops at once.</exception>
    Task AppendAsync(RunRecord record, CancellationToken cancellationToken);

    /// <summary>Stores a prompt part once and returns its content hash.</summary>
    Task<string> PutPromptPartAsync(string text, CancellationToken cancellationToken);
}

/// <summary>The lease is gone: another worker owns the question, or it was cancelled or settled.</summary>
public sealed class LeaseLostException : Exception
{
    public LeaseLostException()
        : base("The lease on the question is lost.")
    {
    }

    public LeaseLostException(string message)
        : base(message)
    {
    }

    public LeaseLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
