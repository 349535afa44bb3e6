using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Tables;

namespace Mact.Api.Tests.Fakes;

/// <summary>The store in memory. A test writes records as a worker would.</summary>
internal sealed class MemoryStore : IQuestionStore
{
    private readonly ConcurrentDictionary<string, Table> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MemoryQuestion> _questions = new(StringComparer.Ordinal);

    /// <summary>What every call throws, as if Redis were away; null = nothing.</summary>
    public StoreUnavailableException? Trouble { get; set; }

    public Dictionary<string, string> PromptParts { get; } = new(StringComparer.Ordinal);

    public int TableCount => _tables.Count;

    public int QuestionCount => _questions.Count;

    public void Add(Question question) => _questions[question.Id] = new(question);

    public bool HasTable(string id) => _tables.ContainsKey(id);

    public MemoryQuestion? Get(string id) => _questions.GetValueOrDefault(id);

    public Task<Question?> FindAsync(string id, CancellationToken cancellationToken) => Answer(Get(id)?.Question);

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(string id, long after, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<StoredRecord>>([.. (Get(id)?.Records ?? []).Where(record => record.Sequence > after)]);

    public async IAsyncEnumerable<StoredRecord> WatchAsync(string id, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Get(id)!.Changed;
            foreach (var record in await ReadRecordsAsync(id, after, cancellationToken))
            {
                yield return record;
                after = record.Sequence;
                if (record.Record is Finished)
                {
                    yield break;
                }
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public Task<IRunJournal> OpenJournalAsync(Lease lease, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The Api opens no journals.");

    public Task<IReadOnlyList<QuestionSummary>> ListAsync(string? before, int limit, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<QuestionSummary>>([.. _questions.Values
            .Where(question => before is null || string.CompareOrdinal(question.Question.Id, before) < 0)
            .OrderByDescending(static question => question.Question.Id, StringComparer.Ordinal)
            .Take(limit)
            .Select(static question => question.Summary)]);

    public Task<string> PutTableAsync(Table table, CancellationToken cancellationToken)
    {
        var id = TableId.Of(table);
        if (Trouble is null)
        {
            _tables[id] = table;
        }

        return Answer(id);
    }

    public Task<Table?> FindTableAsync(string id, string name, CancellationToken cancellationToken) =>
        Answer(_tables.TryGetValue(id, out var table) ? table.WithName(name) : null);

    public Task<IReadOnlyDictionary<string, string>> ReadPromptPartsAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) =>
        Answer<IReadOnlyDictionary<string, string>>(PromptParts
            .Where(part => hashes.Contains(part.Key))
            .ToDictionary(static part => part.Key, static part => part.Value, StringComparer.Ordinal));

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        Answer(Get(id) is { HasEnded: true } && _questions.TryRemove(id, out _));

    private Task<T> Answer<T>(T value) => Trouble is null ? Task.FromResult(value) : Task.FromException<T>(Trouble);
}
