using Mact.Core.Runs;

namespace Mact.Worker.Agents.Running;

/// <summary>The journal as the loop uses it: records are found by key, and appended once.</summary>
internal sealed class RunLog(IRunJournal journal, int attempt, TimeProvider time)
{
    private readonly Dictionary<string, RunRecord> _byKey = journal.Records
        .GroupBy(record => record.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    public int Attempt { get; } = attempt;

    public DateTimeOffset Now => time.GetUtcNow();

    public IEnumerable<RunRecord> Records => _byKey.Values;

    /// <summary>The record with that key, if it is there.</summary>
    public T? Find<T>(string key)
        where T : RunRecord => _byKey.GetValueOrDefault(key) as T;

    /// <summary>Appends unless a record with that key is there.</summary>
    public async Task AppendAsync(RunRecord record, CancellationToken cancellationToken)
    {
        if (_byKey.TryAdd(record.Key, record))
        {
            await journal.AppendAsync(record, cancellationToken);
        }
    }

    public Task<string> PutPromptPartAsync(string text, CancellationToken cancellationToken) => journal.PutPromptPartAsync(text, cancellationToken);
}
