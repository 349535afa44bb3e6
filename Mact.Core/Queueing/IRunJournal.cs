using System.Security.Cryptography;
using System.Text;

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

/// <summary>The journal of a run that is kept nowhere: a replay, a measurement, a test.</summary>
/// <param name="records">What is there already; null = nothing.</param>
public class TransientJournal(IEnumerable<RunRecord>? records = null) : IRunJournal
{
    private readonly List<RunRecord> _records = [.. records ?? []];
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<RunRecord> Records => _records;

    /// <summary>Prompt parts by hash.</summary>
    public IReadOnlyDictionary<string, string> Parts => _parts;

    /// <inheritdoc/>
    public virtual Task AppendAsync(RunRecord record, CancellationToken cancellationToken)
    {
        _records.Add(record);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string> PutPromptPartAsync(string text, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        _parts[hash] = text;
        return Task.FromResult(hash);
    }
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
