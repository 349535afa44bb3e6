using Mact.Core.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.Evaluation.Stored;

/// <summary>Evaluations and their results. Everything that a restart needs is in it.</summary>
public interface IEvaluationStore
{
    /// <summary>Stores an evaluation, running.</summary>
    /// <param name="definition">What it asks.</param>
    /// <param name="data">The data set's text.</param>
    /// <param name="tables">The tables that a CSV of questions is asked of, in the order of the definition's names; empty elsewhere.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task CreateAsync(EvaluationDefinition definition, string data, IReadOnlyList<Table> tables, CancellationToken cancellationToken);

    /// <summary>The evaluation and where it stands, or null.</summary>
    Task<StoredEvaluation?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Ids, newest first. <paramref name="before"/> is the last one seen, or null.</summary>
    Task<IReadOnlyList<string>> ListAsync(string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Ids of evaluations that a process has something to do for: running, paused, being cancelled or deleted.</summary>
    Task<IReadOnlyList<string>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>The data set's text; empty for an unknown evaluation.</summary>
    Task<string> ReadDataAsync(string id, CancellationToken cancellationToken);

    /// <summary>The tables that were stored beside the text.</summary>
    Task<IReadOnlyList<Table>> ReadTablesAsync(EvaluationDefinition definition, CancellationToken cancellationToken);

    /// <summary>Changes the status where it is one of those named. False: it is not.</summary>
    Task<bool> MoveAsync(string id, EvaluationStatus to, IReadOnlyCollection<EvaluationStatus> from, CancellationToken cancellationToken);

    /// <summary>Adds a result unless its key is there, a row having exactly one, or the evaluation is gone.</summary>
    Task AddResultAsync(string id, ItemResult result, CancellationToken cancellationToken);

    /// <summary>The results so far, in no order.</summary>
    Task<IReadOnlyList<ItemResult>> ReadResultsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes or keeps the right to hand in the evaluation's items. False: another process has it.</summary>
    Task<bool> TryLeaseAsync(string id, string owner, TimeSpan leaseTime, CancellationToken cancellationToken);

    /// <summary>Gives that right back, where the owner has it, so that another process need not wait for its end.</summary>
    Task ReleaseAsync(string id, string owner, CancellationToken cancellationToken);

    /// <summary>Removes the evaluation itself, with its data and results; its questions are not touched.</summary>
    Task DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes ids whose evaluation is past its retention off the list; returns how many.</summary>
    Task<int> TrimAsync(CancellationToken cancellationToken);
}

/// <summary>Adds the store of evaluations.</summary>
public static class EvaluationRedisExtensions
{
    /// <summary>Adds <see cref="IEvaluationStore"/> on the connection of <see
    /// cref="Mact.Core.Redis.RedisExtensions.AddMactRedis{TBuilder}"/>.</summary>
    public static TBuilder AddEvaluationStore<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<IEvaluationStore, RedisEvaluationStore>();
        return builder;
    }
}

/// <summary>An evaluation as the store has it.</summary>
/// <param name="Definition">What it asks.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Done">Results so far.</param>
public sealed record StoredEvaluation(EvaluationDefinition Definition, EvaluationStatus Status, int Done)
{
    /// <summary>One for each arm, in their order.</summary>
    public IReadOnlyList<ArmSummary> Summaries { get; init; } = [];

    /// <summary>Results so far that are of rows which could not be read.</summary>
    public int BadRows { get; init; }

    /// <summary>The models that answered, by name.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How long it has been running; pauses are not in it.</summary>
    public TimeSpan Active { get; init; }

    /// <summary>The same for clients.</summary>
    /// <param name="reports">One for each arm; empty where they were not asked for.</param>
    public EvaluationView ToView(IReadOnlyList<EvaluationReport> reports) => new(Definition, Status, Done, Definition.Total, reports)
    {
        Summaries = Summaries,
        BadRows = BadRows,
        Models = Models,
        ActiveSeconds = Active.TotalSeconds,
    };
}
