using System.Runtime.CompilerServices;
using Mact.Api.Http;
using Mact.Core.Access;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Tables;
using Mact.Evaluation.Stored;

namespace Mact.Api.Access;

/// <summary>Asks whether something is the present person's, and notes what becomes so.</summary>
internal sealed class Belongings(CurrentPerson current, IOwnership ownership, AuditLog audit)
{
    /// <summary>The person whose things alone are seen; null where all are: an admin, or the service itself.</summary>
    public Person? Limited => current.Limited;

    public async Task<bool> HasAsync(OwnedKind kind, string id, CancellationToken cancellationToken)
    {
        if (current.Now is not { } person)
        {
            return true;
        }

        var owns = (await ownership.OwnedAsync(kind, person.Id, [id], cancellationToken)).Count > 0;
        if (!owns && person is { IsAdmin: true, Id.Length: > 0 } && current.IsFirst($"{kind} {id}"))
        {
            await audit.NoteAsync(person, $"looked at another's {kind.ToString().ToLowerInvariant()}", id, cancellationToken);
        }

        return owns || person.IsAdmin;
    }

    public Task GrantAsync(OwnedKind kind, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        current.Now is { Id.Length: > 0 } person ? ownership.GrantAsync(kind, person.Id, ids, cancellationToken) : Task.CompletedTask;

    public Task<IReadOnlySet<string>> OwnedAsync(OwnedKind kind, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ownership.OwnedAsync(kind, Limited!.Id, ids, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(OwnedKind kind, string? before, int limit, CancellationToken cancellationToken) =>
        ownership.ListAsync(kind, Limited!.Id, before, limit, cancellationToken);

    public async Task ForgetAsync(OwnedKind kind, string id, CancellationToken cancellationToken)
    {
        if (current.Now is { } person)
        {
            await ownership.ForgetAsync(kind, person.Id, id, cancellationToken);
        }
    }
}

/// <summary>The store as one person sees it: what is another's is not there.</summary>
internal sealed class OwnedQuestionStore(IQuestionStore inner, Belongings belongings) : IQuestionStore
{
    // Above every character of an id.
    private const string Above = "~";

    public async Task<Question?> FindAsync(string id, CancellationToken cancellationToken) =>
        await belongings.HasAsync(OwnedKind.Question, id, cancellationToken) ? await inner.FindAsync(id, cancellationToken) : null;

    public async Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(string id, long after, CancellationToken cancellationToken)
    {
        if (!await belongings.HasAsync(OwnedKind.Question, id, cancellationToken))
        {
            return [];
        }

        var records = await inner.ReadRecordsAsync(id, after, cancellationToken);
        await belongings.GrantAsync(OwnedKind.Prompt, [.. records.SelectMany(PartsOf).Distinct(StringComparer.Ordinal)], cancellationToken);
        return records;
    }

    public async IAsyncEnumerable<StoredRecord> WatchAsync(string id, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!await belongings.HasAsync(OwnedKind.Question, id, cancellationToken))
        {
            yield break;
        }

        await foreach (var record in inner.WatchAsync(id, after, cancellationToken))
        {
            await belongings.GrantAsync(OwnedKind.Prompt, [.. PartsOf(record)], cancellationToken);
            yield return record;
        }
    }

    public Task<IRunJournal> OpenJournalAsync(Lease lease, CancellationToken cancellationToken) => inner.OpenJournalAsync(lease, cancellationToken);

    public async Task<IReadOnlyList<QuestionSummary>> ListAsync(string? before, int limit, CancellationToken cancellationToken)
    {
        if (belongings.Limited is null)
        {
            return await inner.ListAsync(before, limit, cancellationToken);
        }

        // Those whose retention is over are no more found, so that a page may need several looks.
        List<QuestionSummary> found = [];
        while (found.Count < limit && await belongings.ListAsync(OwnedKind.Question, before, limit, cancellationToken) is { Count: > 0 } ids)
        {
            foreach (var id in ids)
            {
                if (await inner.ListAsync(id + Above, 1, cancellationToken) is [var summary] && summary.Id == id && found.Count < limit)
                {
                    found.Add(summary);
                }
            }

            before = ids[^1];
        }

        return found;
    }

    public async Task<string> PutTableAsync(Table table, CancellationToken cancellationToken)
    {
        var id = await inner.PutTableAsync(table, cancellationToken);
        await belongings.GrantAsync(OwnedKind.Table, [id], cancellationToken);
        return id;
    }

    public async Task<Table?> FindTableAsync(string id, string name, CancellationToken cancellationToken) =>
        await belongings.HasAsync(OwnedKind.Table, id, cancellationToken) ? await inner.FindTableAsync(id, name, cancellationToken) : null;

    public async Task<IReadOnlyDictionary<string, string>> ReadPromptPartsAsync(
        IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) => await inner.ReadPromptPartsAsync(
            belongings.Limited is null ? hashes : [.. await belongings.OwnedAsync(OwnedKind.Prompt, hashes, cancellationToken)], cancellationToken);

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (!await belongings.HasAsync(OwnedKind.Question, id, cancellationToken) || !await inner.DeleteAsync(id, cancellationToken))
        {
            return false;
        }

        await belongings.ForgetAsync(OwnedKind.Question, id, cancellationToken);
        return true;
    }

    private static IEnumerable<string> PartsOf(StoredRecord stored) =>
        stored.Record is ModelCall call ? call.Prompt.SelectMany(static message => message.Parts) : [];
}

/// <summary>The queue as one person sees it: a question's tables and the run that it repeats must be that person's, and nobody's place in the line is
/// told by how many others wait.</summary>
internal sealed class OwnedQuestionQueue(IQuestionQueue inner, Belongings belongings) : IQuestionQueue
{
    public async Task<Submission> SubmitAsync(Question question, IdempotencyKey? idempotency, CancellationToken cancellationToken)
    {
        if (belongings.Limited is { } person)
        {
            question = question with { Client = person.Id };
            var tables = question.Tables.Select(static table => table.Id).Distinct(StringComparer.Ordinal).ToList();
            var owned = await belongings.OwnedAsync(OwnedKind.Table, tables, cancellationToken);
            if (tables.Exists(id => !owned.Contains(id)))
            {
                return new Submission.TableMissing([.. tables.Where(id => !owned.Contains(id))]);
            }

            if (question.Options.ReplayOf is { } earlier && !await belongings.HasAsync(OwnedKind.Question, earlier, cancellationToken))
            {
                throw new RequestRefusedException(KnownProblems.QuestionNotFound(earlier));
            }
        }

        var submission = await inner.SubmitAsync(question, idempotency, cancellationToken);
        if (submission is Submission.Accepted { Id: var id })
        {
            await belongings.GrantAsync(OwnedKind.Question, [id], cancellationToken);
        }

        return submission;
    }

    public async Task<bool> CancelAsync(string id, CancellationToken cancellationToken) =>
        await belongings.HasAsync(OwnedKind.Question, id, cancellationToken) && await inner.CancelAsync(id, cancellationToken);

    public async Task<bool> RetryDeadAsync(string id, CancellationToken cancellationToken) =>
        await belongings.HasAsync(OwnedKind.Question, id, cancellationToken) && await inner.RetryDeadAsync(id, cancellationToken);

    public async Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int limit, CancellationToken cancellationToken)
    {
        var dead = await inner.ListDeadAsync(limit, cancellationToken);
        if (belongings.Limited is null || dead.Count == 0)
        {
            return dead;
        }

        var owned = await belongings.OwnedAsync(OwnedKind.Question, [.. dead.Select(static letter => letter.Id)], cancellationToken);
        return [.. dead.Where(letter => owned.Contains(letter.Id))];
    }

    public Task<long?> AheadAsync(string id, CancellationToken cancellationToken) =>
        belongings.Limited is null ? inner.AheadAsync(id, cancellationToken) : Task.FromResult<long?>(null);

    public Task<QueueSnapshot> InspectAsync(CancellationToken cancellationToken) => inner.InspectAsync(cancellationToken);

    public Task<Lease?> ClaimAsync(string worker, TimeSpan leaseTime, CancellationToken cancellationToken) =>
        inner.ClaimAsync(worker, leaseTime, cancellationToken);

    public Task<bool> RenewAsync(Lease lease, TimeSpan leaseTime, CancellationToken cancellationToken) =>
        inner.RenewAsync(lease, leaseTime, cancellationToken);

    public Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken cancellationToken) =>
        inner.SettleAsync(lease, settlement, cancellationToken);

    public Task BeatAsync(string worker, TimeSpan validity, CancellationToken cancellationToken) =>
        inner.BeatAsync(worker, validity, cancellationToken);

    public Task WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken) => inner.WaitForWorkAsync(timeout, cancellationToken);

    public Task<IAsyncDisposable> OnCancelledAsync(Action<string> callback, CancellationToken cancellationToken) =>
        inner.OnCancelledAsync(callback, cancellationToken);
}

/// <summary>The evaluations as one person sees them: what is another's is not there.</summary>
internal sealed class OwnedEvaluationStore(IEvaluationStore inner, CurrentPerson current, Belongings belongings) : IEvaluationStore
{
    public async Task CreateAsync(EvaluationDefinition definition, string data, IReadOnlyList<Table> tables, CancellationToken cancellationToken)
    {
        // First the owner, so that it is nobody's at no moment.
        await belongings.GrantAsync(OwnedKind.Evaluation, [definition.Id], cancellationToken);
        await inner.CreateAsync(definition with { Owner = current.Now?.Id }, data, tables, cancellationToken);
    }

    public async Task<StoredEvaluation?> FindAsync(string id, CancellationToken cancellationToken) =>
        await HasAsync(id, cancellationToken) ? await inner.FindAsync(id, cancellationToken) : null;

    public Task<IReadOnlyList<string>> ListAsync(string? before, int limit, CancellationToken cancellationToken) => belongings.Limited is null
        ? inner.ListAsync(before, limit, cancellationToken)
        : belongings.ListAsync(OwnedKind.Evaluation, before, limit, cancellationToken);

    public Task<IReadOnlyList<string>> ListOpenAsync(CancellationToken cancellationToken) => inner.ListOpenAsync(cancellationToken);

    public async Task<string> ReadDataAsync(string id, CancellationToken cancellationToken) =>
        await HasAsync(id, cancellationToken) ? await inner.ReadDataAsync(id, cancellationToken) : string.Empty;

    public async Task<IReadOnlyList<Table>> ReadTablesAsync(EvaluationDefinition definition, CancellationToken cancellationToken) =>
        await HasAsync(definition.Id, cancellationToken) ? await inner.ReadTablesAsync(definition, cancellationToken) : [];

    public async Task<bool> MoveAsync(
        string id, EvaluationStatus to, IReadOnlyCollection<EvaluationStatus> from, CancellationToken cancellationToken) =>
        await HasAsync(id, cancellationToken) && await inner.MoveAsync(id, to, from, cancellationToken);

    public Task AddResultAsync(string id, ItemResult result, CancellationToken cancellationToken) =>
        inner.AddResultAsync(id, result, cancellationToken);

    public async Task<IReadOnlyList<ItemResult>> ReadResultsAsync(string id, CancellationToken cancellationToken) =>
        await HasAsync(id, cancellationToken) ? await inner.ReadResultsAsync(id, cancellationToken) : [];

    public Task<bool> TryLeaseAsync(string id, string owner, TimeSpan leaseTime, CancellationToken cancellationToken) =>
        inner.TryLeaseAsync(id, owner, leaseTime, cancellationToken);

    public Task ReleaseAsync(string id, string owner, CancellationToken cancellationToken) => inner.ReleaseAsync(id, owner, cancellationToken);

    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await inner.DeleteAsync(id, cancellationToken);
        await belongings.ForgetAsync(OwnedKind.Evaluation, id, cancellationToken);
    }

    public Task<int> TrimAsync(CancellationToken cancellationToken) => inner.TrimAsync(cancellationToken);

    private Task<bool> HasAsync(string id, CancellationToken cancellationToken) => belongings.HasAsync(OwnedKind.Evaluation, id, cancellationToken);
}
