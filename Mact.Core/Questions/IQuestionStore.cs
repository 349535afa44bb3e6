using Mact.Core.Queueing;
using Mact.Core.Tables;

namespace Mact.Core.Questions;

/// <summary>Questions, their journals, prompt parts and tables, with retention.</summary>
public interface IQuestionStore
{
    /// <summary>The question, or null.</summary>
    Task<Question?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Records after a sequence number (0 = all), in order; empty for an unknown question.</summary>
    Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(string id, long after, CancellationToken cancellationToken);

    /// <summary>Records after a sequence number as they come, ending after the terminal one; from any replica.</summary>
    IAsyncEnumerable<StoredRecord> WatchAsync(string id, long after, CancellationToken cancellationToken);

    /// <summary>The journal of a claimed question, fenced by its lease.</summary>
    Task<IRunJournal> OpenJournalAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>Newest first. <paramref name="before"/> is the id of the last one seen, or null.</summary>
    Task<IReadOnlyList<QuestionSummary>> ListAsync(string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Stores a table by content and returns its id; the name is not part of the content.</summary>
    Task<string> PutTableAsync(Table table, CancellationToken cancellationToken);

    /// <summary>A stored table under a name, or null.</summary>
    Task<Table?> FindTableAsync(string id, string name, CancellationToken cancellationToken);

    /// <summary>Texts of prompt parts by hash; missing ones are left out.</summary>
    Task<IReadOnlyDictionary<string, string>> ReadPromptPartsAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken);

    /// <summary>Removes a question and what only it used. False: unknown, or not yet terminal.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}

/// <summary>
/// The store does not answer, or takes no writes. Nothing says whether the last write arrived; all writes of this project can be repeated.
/// The message says why in words and names no secret: an Api answers 503 with it, a worker waits.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
        : base("The store is not available.")
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>It takes no writes because it is full: waiting does not help, deleting does.</summary>
    public bool IsFull { get; init; }

    /// <summary>A fair guess at when to try again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);
}
