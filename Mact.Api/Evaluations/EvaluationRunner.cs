using System.Collections.Concurrent;
using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Reporting;
using Mact.Evaluation.Stored;
using Microsoft.Extensions.Options;

namespace Mact.Api.Evaluations;

/// <summary>
/// Hands in the items of running evaluations and takes their results. Everything it needs is stored, so that any process goes on where another was
/// killed; a lease per evaluation keeps it to one process at a time, and a result is stored once even where two overlap.
/// </summary>
internal sealed partial class EvaluationRunner(
    IEvaluationStore store,
    EvaluationItems items,
    EvaluationEnding ending,
    IOptions<RetentionOptions> retention,
    TimeProvider time,
    ILogger<EvaluationRunner> logger) : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(5);
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, (
        EvaluationStatus Status, CancellationTokenSource Stop, TaskCompletionSource Ended)> _running = new(StringComparer.Ordinal);
    private DateTimeOffset _trimAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops; what is stored is taken up by the next one, at once where the lease is given back.
            await Task.WhenAll(_running.Values.Select(static run => run.Ended.Task));
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await TrimAsync(stoppingToken);
            foreach (var id in await store.ListOpenAsync(stoppingToken))
            {
                await LookAtAsync(id, stoppingToken);
            }
        }
        catch (StoreUnavailableException exception)
        {
            Log.StoreAway(logger, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.Fault(logger, exception);
        }
    }

    private async Task LookAtAsync(string id, CancellationToken stoppingToken)
    {
        var evaluation = await store.FindAsync(id, stoppingToken);
        var status = evaluation?.Status;
        var work = status is EvaluationStatus.Running or EvaluationStatus.Cancelling or EvaluationStatus.Deleting
            && await store.TryLeaseAsync(id, _owner, LeaseTime, stoppingToken);
        if (_running.TryGetValue(id, out var running))
        {
            if (!work || running.Status != status)
            {
                // Paused, cancelled, or another process has it: questions that are in the queue are found again by their ids.
                await running.Stop.CancelAsync();
            }
        }
        else if (work)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _running[id] = (evaluation!.Status, stop, ended);
            _ = RunAsync(evaluation, stop, ended);
        }
    }

    private async Task TrimAsync(CancellationToken stoppingToken)
    {
        if (time.GetUtcNow() >= _trimAt)
        {
            _trimAt = time.GetUtcNow() + retention.Value.SweepInterval;
            await store.TrimAsync(stoppingToken);
        }
    }

    private async Task RunAsync(StoredEvaluation evaluation, CancellationTokenSource stop, TaskCompletionSource ended)
    {
        var id = evaluation.Definition.Id;
        CurrentPerson.ActFor(evaluation.Definition.Owner);
        try
        {
            await (evaluation.Status == EvaluationStatus.Running
                ? HandInAsync(evaluation.Definition, stop.Token)
                : ending.EndAsync(evaluation.Definition, evaluation.Status, stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.Stopped(logger, id);
        }
        catch (StoreUnavailableException exception)
        {
            Log.StoreAway(logger, exception.Message);
        }
        catch (Exception exception)
        {
            Log.Fault(logger, exception);
        }
        finally
        {
            // Whatever ended it: while there is something left to do, the next look takes it up again.
            await ReleaseAsync(id);
            _running.TryRemove(id, out _);
            stop.Dispose();
            ended.SetResult();
        }
    }

    private async Task ReleaseAsync(string id)
    {
        try
        {
            await store.ReleaseAsync(id, _owner, CancellationToken.None);
        }
        catch (StoreUnavailableException exception)
        {
            // It ends by itself.
            Log.StoreAway(logger, exception.Message);
        }
    }

    private async Task HandInAsync(EvaluationDefinition definition, CancellationToken cancellationToken)
    {
        var id = definition.Id;
        var done = (await store.ReadResultsAsync(id, cancellationToken)).Select(static result => result.Key).ToHashSet(StringComparer.Ordinal);
        var work = (await EvaluationWork.ReadAsync(store, definition, cancellationToken)).Where(one => !done.Contains(one.Key)).ToList();
        Log.Started(logger, id, work.Count, definition.Total);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(work, options, async (one, token) =>
            await store.AddResultAsync(id, await items.RunAsync(id, one.Arm, one.Row, one.Repeat, token), token));
        if (await store.MoveAsync(id, EvaluationStatus.Finished, [EvaluationStatus.Running], cancellationToken))
        {
            Log.Finished(logger, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Evaluation {Id} goes on: {Left} of {Total} items are left")]
        public static partial void Started(ILogger logger, string id, int left, int total);

        [LoggerMessage(Level = LogLevel.Information, Message = "Evaluation {Id} is finished")]
        public static partial void Finished(ILogger logger, string id);

        [LoggerMessage(Level = LogLevel.Information, Message = "Evaluation {Id} is not handed in here any more")]
        public static partial void Stopped(ILogger logger, string id);

        [LoggerMessage(Level = LogLevel.Debug, Message = "Evaluations wait for the store: {Reason}")]
        public static partial void StoreAway(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Evaluations met a fault; they are looked at again at the next interval")]
        public static partial void Fault(ILogger logger, Exception exception);
    }
}

/// <summary>One row of an evaluation, to be asked once under an arm.</summary>
internal sealed record EvaluationWork(EvaluationArm Arm, DataSetRow Row, int Repeat)
{
    /// <summary>The key of the result; unique within the evaluation.</summary>
    public string Key => ItemJudgement.KeyOf(Arm.Name, Row.Number, Repeat);

    /// <summary>All rows under all arms, arm by arm, out of what is stored.</summary>
    public static async Task<IReadOnlyList<EvaluationWork>> ReadAsync(
        IEvaluationStore store, EvaluationDefinition definition, CancellationToken cancellationToken)
    {
        var source =
            new DataSetSource(definition.FileName)
            {
                Format = definition.Format,
                Tables = await store.ReadTablesAsync(definition, cancellationToken),
                MaxRows = definition.Rows,
            };
        var data = await store.ReadDataAsync(definition.Id, cancellationToken);
        var rows = await OwnThread.RunAsync(() => DataSetReader.Read(data, source));
        return
        [
            .. definition.Arms.SelectMany(arm =>
                Enumerable.Range(1, definition.Repeats)
                    .SelectMany(repeat => rows.Select(row => new EvaluationWork(OfRow(definition, arm, row.Number, repeat), row, repeat)))),
        ];
    }

    /// <summary>In a replay each question answers from the same row's question of the earlier evaluation.</summary>
    private static EvaluationArm OfRow(EvaluationDefinition definition, EvaluationArm arm, int row, int repeat) =>
        definition.ReplayOf is not { } earlier
        ? arm
        : arm with { Options = arm.Options with { ReplayOf = EvaluationItems.QuestionId(earlier, ItemJudgement.KeyOf(arm.Name, row, repeat)) } };
}

/// <summary>
/// Ends what a person cancelled and removes what a person deleted, once nothing is handed in any more. Both are states of their own, so that any
/// process goes on where another was killed.
/// </summary>
internal sealed class EvaluationEnding(IEvaluationStore evaluations, IQuestionStore questions, IQuestionQueue queue, TimeProvider time)
{
    private const int AtOnce = 16;
    private const int Rounds = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Carries out what the status says.</summary>
    public async Task EndAsync(EvaluationDefinition definition, EvaluationStatus status, CancellationToken cancellationToken)
    {
        var work = await EvaluationWork.ReadAsync(evaluations, definition, cancellationToken);
        List<string> ids = [.. work.Select(one => EvaluationItems.QuestionId(definition.Id, one.Key))];
        if (status == EvaluationStatus.Cancelling)
        {
            await EachAsync(ids, async (id, token) => _ = await queue.CancelAsync(id, token), cancellationToken);
            await evaluations.MoveAsync(definition.Id, EvaluationStatus.Cancelled, [EvaluationStatus.Cancelling], cancellationToken);
            return;
        }

        // A question that a worker has is cancelled first and can be removed a moment later. What stays after all rounds goes with its retention.
        for (var round = 0; round < Rounds && ids.Count > 0; round++)
        {
            if (round > 0)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }

            ids = await RemoveAsync(ids, cancellationToken);
        }

        await evaluations.DeleteAsync(definition.Id, cancellationToken);
    }

    private async Task<List<string>> RemoveAsync(List<string> ids, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        await EachAsync(
            ids,
            async (id, token) =>
            {
                if (!await questions.DeleteAsync(id, token) && await questions.FindAsync(id, token) is not null)
                {
                    await queue.CancelAsync(id, token);
                    lock (left)
                    {
                        left.Add(id);
                    }
                }
            },
            cancellationToken);
        return left;
    }

    private static Task EachAsync(IEnumerable<string> ids, Func<string, CancellationToken, ValueTask> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, act);
}
