using Mact.Core.Access;
using Mact.Core.Tables;
using Mact.Evaluation.Stored;

namespace Mact.Api.Access;

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
