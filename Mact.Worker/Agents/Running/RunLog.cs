using System.Collections.Concurrent;
using Mact.Core.Queueing;
using Mact.Worker.Models;

namespace Mact.Worker.Agents.Running;

/// <summary>The journal as the loop uses it: records are found by key, and appended once.</summary>
internal sealed class RunLog(IRunJournal journal, int attempt, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, RunRecord> _byKey = new(
        journal.Records.GroupBy(record => record.Key, StringComparer.Ordinal).Select(group => KeyValuePair.Create(group.Key, group.First())),
        StringComparer.Ordinal);

    private readonly SemaphoreSlim _writing = new(1);

    public int Attempt { get; } = attempt;

    public IEnumerable<RunRecord> Records => _byKey.Values;

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>The record with that key, if it is there.</summary>
    public T? Find<T>(string key)
        where T : RunRecord => _byKey.GetValueOrDefault(key) as T;

    /// <summary>Appends under a key, stamped with the time and the attempt, unless a record with that key is there; returns the one that is there
    /// then.</summary>
    public async Task<T> AppendAsync<T>(string key, T record, CancellationToken cancellationToken)
        where T : RunRecord
    {
        var stamped = record with { Key = key, At = time.GetUtcNow(), Attempt = Attempt };
        if (!_byKey.TryAdd(key, stamped))
        {
            return (T)_byKey[key];
        }

        // Programs and direct answers are drawn at the same time; a journal takes one record after the other.
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await journal.AppendAsync(stamped, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }

        return stamped;
    }

    /// <summary>The recorded one; else what is made now, recorded before it is used.</summary>
    public async Task<T> OnceAsync<T>(string key, Func<Task<T>> make, CancellationToken cancellationToken)
        where T : RunRecord => Find<T>(key) ?? await AppendAsync(key, await make(), cancellationToken);

    public async Task<string> PutPromptPartAsync(string text, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await journal.PutPromptPartAsync(text, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}

/// <summary>Writes down that a call waits for its endpoint, so that whoever watches the question sees why.</summary>
internal sealed class JournalWaitingObserver(RunLog log, string callKey) : IWaitingObserver
{
    private int _count;

    public Task WaitingAsync(string endpoint, string reason, Sentence message, TimeSpan waited, CancellationToken cancellationToken) =>
        log.AppendAsync(
            NextKey(),
            new ModelWaiting(endpoint, reason, message.ToString(), waited.TotalMilliseconds) { Sentence = message.WithValues() },
            cancellationToken);

    public Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken) =>
        log.AppendAsync(NextKey(), new ModelResumed(endpoint, waited.TotalMilliseconds), cancellationToken);

    // Waiting is no part of the run's course: the key carries the attempt, so that each attempt may tell of its own.
    private string NextKey() => $"{callKey}/wait/{log.Attempt}/{Interlocked.Increment(ref _count)}";
}
