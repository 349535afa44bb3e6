using Mact.Core.Evaluation.Reporting;

namespace Mact.Core.Evaluation.Stored;

/// <summary>Evaluations and their results. Everything that a restart needs is in it.</summary>
public interface IEvaluationStore
{
    /// <summary>Stores an evaluation, running.</summary>
    Task CreateAsync(EvaluationDefinition definition, string data, CancellationToken cancellationToken);

    /// <summary>The evaluation and where it stands, or null.</summary>
    Task<(EvaluationDefinition Definition, EvaluationStatus Status, int Done)?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Ids, newest first.</summary>
    Task<IReadOnlyList<string>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The data set's text; empty for an unknown evaluation.</summary>
    Task<string> ReadDataAsync(string id, CancellationToken cancellationToken);

    /// <summary>Changes the status where it is one of those named. False: it is not.</summary>
    Task<bool> MoveAsync(string id, EvaluationStatus to, IReadOnlyCollection<EvaluationStatus> from, CancellationToken cancellationToken);

    /// <summary>Adds a result unless its key is there: a row has exactly one.</summary>
    Task AddResultAsync(string id, ItemResult result, CancellationToken cancellationToken);

    /// <summary>The results so far, in no order.</summary>
    Task<IReadOnlyList<ItemResult>> ReadResultsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes or keeps the right to hand in the evaluation's items. False: another process has it.</summary>
    Task<bool> TryLeaseAsync(string id, string owner, TimeSpan leaseTime, CancellationToken cancellationToken);
}
