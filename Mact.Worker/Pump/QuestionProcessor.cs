using System.Collections.Concurrent;
using System.Diagnostics;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Tables;
using Mact.Worker.Agents;
using Mact.Worker.Telemetry;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Pump;

/// <summary>Works on one claimed question, from its tables to its settlement. Never throws.</summary>
internal sealed partial class QuestionProcessor(
    IQuestionQueue queue,
    IQuestionStore store,
    IQuestionRunner runner,
    RunningQuestions running,
    CellPlaces cells,
    PumpMetrics metrics,
    IOptions<WorkerOptions> options,
    IOptions<QueueOptions> queueOptions,
    TimeProvider time,
    ILogger<QuestionProcessor> logger)
{
    private const int ReasonLength = 300;

    /// <summary>Processes; <paramref name="givingUp"/> ends even the attempts to settle, when the process must go.</summary>
    public async Task ProcessAsync(Lease lease, CancellationToken givingUp)
    {
        var started = time.GetTimestamp();
        var id = lease.Question.Id;
        metrics.Claimed(lease);
        using var span = WorkerTelemetry.StartProcess(lease);
        var keeper = new LeaseKeeper(queue, lease, queueOptions.Value.LeaseTime, time);
        running.Add(id, keeper);
        keeper.Start();
        try
        {
            Log.Claimed(logger, id, lease.Attempt, lease.QueueWait.TotalMilliseconds);
            var end = await AttemptAsync(lease, keeper);
            if (end.Settlement is { } settlement && !await SettleAsync(lease, settlement, givingUp))
            {
                end = new AttemptEnd("lost", Settlement: null);
            }

            var elapsed = time.GetElapsedTime(started);
            span?.SetTag("mact.ending", end.Ending);
            metrics.Settled(end.Ending, elapsed);
            Log.Ended(logger, id, lease.Attempt, end.Ending, elapsed.TotalMilliseconds);
        }
        catch (OperationCanceledException) when (givingUp.IsCancellationRequested)
        {
            Log.Left(logger, id, lease.Attempt);
        }
        catch (Exception exception)
        {
            // The lease runs out and the question is tried again; the process must go on for the others.
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            Log.Unsettled(logger, exception, id, lease.Attempt);
        }
        finally
        {
            running.Remove(id, keeper);
            await keeper.DisposeAsync();
        }
    }

    private async Task<AttemptEnd> AttemptAsync(Lease lease, LeaseKeeper keeper)
    {
        try
        {
            var outcome = await RunAsync(lease, keeper);
            return new AttemptEnd(Camel(outcome.Status), new Settlement.Done(outcome));
        }
        catch (LeaseLostException)
        {
            return new AttemptEnd("lost", Settlement: null);
        }
        catch (OperationCanceledException) when (keeper.Reason != StopReason.None)
        {
            // Where the question is to be cancelled, giving it back ends it; where the lease is lost, it is refused. So one settlement serves all.
            return new AttemptEnd(
                Camel(keeper.Reason), new Settlement.Release(TimeSpan.Zero, "The worker stops; another one goes on where this one stood."));
        }
        catch (StoreUnavailableException exception)
        {
            return new AttemptEnd("released", new Settlement.Release(options.Value.StoreRetryDelay, exception.Message));
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, lease.Question.Id, lease.Attempt);
            return new AttemptEnd("retry", new Settlement.Retry(options.Value.DelayAfter(lease.Attempt), Reason(exception)));
        }
    }

    private async Task<Table> FindTableAsync(TableRef reference, CancellationToken cancellationToken) =>
        await store.FindTableAsync(reference.Id, reference.Name, cancellationToken) ?? throw new TableMissingException(reference.Name);

    private async Task<Outcome> RunAsync(Lease lease, LeaseKeeper keeper)
    {
        var stopping = keeper.Stopping;
        var journal = await store.OpenJournalAsync(lease, stopping);
        TablesInHand tables;
        try
        {
            tables = await cells.TakeAsync(lease.Question.Tables, FindTableAsync, stopping);
        }
        catch (TableMissingException missing)
        {
            return new Outcome.Failed(new QuestionError(
                ErrorCodes.TableMissing,
                $"The table \"{missing.Name}\" is no longer stored: its retention is over, or it was deleted. Upload it again and ask again."));
        }
        catch (TooManyCellsException tooMany)
        {
            return new Outcome.Failed(new QuestionError(
                ErrorCodes.TablesTooLarge,
                $"The tables of the question have {tooMany.Cells} cells or more; a worker takes at most {options.Value.MaxCellsAtOnce} at once "
                    + $"(Worker:MaxCellsAtOnce). Ask about fewer tables, or smaller ones."));
        }

        using var hand = tables;
        var recorded = lease.Question.Options.ReplayOf is { } earlier ? await store.ReadRecordsAsync(earlier, 0, stopping) : [];

        // A run that does not heed the token must not hold the question: its late writes are fenced off.
        using var abandoned = new CancellationTokenSource();
        await using var registration = stopping.Register(() => abandoned.CancelAfter(options.Value.WindUpTime));
        var context = new RunContext(lease, hand.Tables, journal)
        {
            ConfirmLeaseAsync = keeper.ConfirmAsync,
            Recorded = [.. recorded.Select(static stored => stored.Record)],
        };
        var run = runner.RunAsync(context, stopping);
        try
        {
            return await run.WaitAsync(abandoned.Token);
        }
        catch (OperationCanceledException) when (!run.IsCompleted)
        {
            Log.Abandoned(logger, lease.Question.Id, lease.Attempt);
            _ = run.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Settles for as long as it takes: an outcome that was paid for is not dropped because Redis restarts.</summary>
    private async Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken givingUp)
    {
        while (true)
        {
            try
            {
                return await queue.SettleAsync(lease, settlement, givingUp);
            }
            catch (StoreUnavailableException exception)
            {
                Log.SettlementWaits(logger, lease.Question.Id, exception.Message);
                await Task.Delay(options.Value.StoreRetryDelay / 4, time, givingUp);
            }
        }
    }

    private static string Camel<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static Sentence Reason(Exception exception)
    {
        var said = exception.Message.Length <= ReasonLength ? exception.Message : exception.Message[..ReasonLength] + "…";
        return $"An unexpected fault of the worker ({exception.GetType().Name}): {said}";
    }

    private sealed class TableMissingException(string name) : Exception
    {
        public string Name => name;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Claimed question {Id}, attempt {Attempt}, after {QueueWaitMs:0} ms.")]
        public static partial void Claimed(ILogger logger, string id, int attempt, double queueWaitMs);

        [LoggerMessage(Level = LogLevel.Information, Message = "Question {Id}, attempt {Attempt}: {Ending} after {ElapsedMs:0} ms.")]
        public static partial void Ended(ILogger logger, string id, int attempt, string ending, double elapsedMs);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Question {Id}, attempt {Attempt}, failed; it is tried again unless this was the last attempt.")]
        public static partial void Failed(ILogger logger, Exception exception, string id, int attempt);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Question {Id}, attempt {Attempt}, could not be settled; it is tried again when its lease runs out.")]
        public static partial void Unsettled(ILogger logger, Exception exception, string id, int attempt);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The run of question {Id}, attempt {Attempt}, does not stop in time and is left behind.")]
        public static partial void Abandoned(ILogger logger, string id, int attempt);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Question {Id}, attempt {Attempt}, is left to its lease: the process must go and the store does not answer.")]
        public static partial void Left(ILogger logger, string id, int attempt);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Question {Id} waits to be settled: {Reason}")]
        public static partial void SettlementWaits(ILogger logger, string id, string reason);
    }
}

/// <summary>How an attempt ended: what is to be settled, and the word for it in logs and metrics.</summary>
/// <param name="Ending">answered, halted, …; retry, released, lost.</param>
/// <param name="Settlement">Null where another claim owns the question already.</param>
internal sealed record AttemptEnd(string Ending, Settlement? Settlement);

/// <summary>The questions that this process works on, so that they can be told to stop.</summary>
internal sealed class RunningQuestions
{
    private readonly ConcurrentDictionary<string, LeaseKeeper> _keepers = new(StringComparer.Ordinal);

    public int Count => _keepers.Count;

    public void Add(string id, LeaseKeeper keeper) => _keepers[id] = keeper;

    /// <summary>Forgets a run, unless a newer claim of the same question has taken its place.</summary>
    public void Remove(string id, LeaseKeeper keeper) => _keepers.TryRemove(KeyValuePair.Create(id, keeper));

    public void Cancel(string id)
    {
        if (_keepers.TryGetValue(id, out var keeper))
        {
            keeper.Stop(StopReason.Cancelled);
        }
    }

    public void StopAll(StopReason reason)
    {
        foreach (var keeper in _keepers.Values)
        {
            keeper.Stop(reason);
        }
    }
}
