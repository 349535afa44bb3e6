using System.Collections.Concurrent;
using Mact.Core.Evaluation.Stored;
using Mact.Core.Questions;

namespace Mact.Api.Evaluations;

/// <summary>
/// Hands in the items of running evaluations and takes their results. Everything it needs is stored, so that any process goes on where another was
/// killed; a lease per evaluation keeps it to one process at a time, and a result is stored once even where two overlap.
/// </summary>
internal sealed partial class EvaluationRunner(IEvaluationStore store, EvaluationItems items, TimeProvider time, ILogger<EvaluationRunner> logger) : BackgroundService
{
    private const int AtOnce = 16;
    private const int Looked = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(5);
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

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
            // The process stops; what is stored is taken up by the next one.
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var id in await store.ListAsync(Looked, stoppingToken))
            {
                await LookAtAsync(id, stoppingToken);
            }
        }
        catch (StoreUnavailableException trouble)
        {
            LogTrouble(trouble.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFault(exception);
        }
    }

    private async Task LookAtAsync(string id, CancellationToken stoppingToken)
    {
        if (_ended.Contains(id))
        {
            return;
        }

        var status = (await store.FindAsync(id, stoppingToken))?.Status;
        var running = status == EvaluationStatus.Running && await store.TryLeaseAsync(id, _owner, LeaseTime, stoppingToken);
        if (running && !_running.ContainsKey(id))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _running[id] = stop;
            _ = RunAsync(id, stop);
        }
        else if (!running && _running.TryGetValue(id, out var stop))
        {
            // Paused, cancelled, or another process has it: questions that are in the queue are found again by their ids.
            await stop.CancelAsync();
        }
        else if (status is null or EvaluationStatus.Finished or EvaluationStatus.Cancelled)
        {
            // Expired or over for good: it need not be looked at every second.
            _ended.Add(id);
        }
    }

    private async Task RunAsync(string id, CancellationTokenSource stop)
    {
        try
        {
            await HandInAsync(id, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped(id);
        }
        catch (StoreUnavailableException trouble)
        {
            LogTrouble(trouble.Message);
        }
        catch (Exception exception)
        {
            LogFault(exception);
        }
        finally
        {
            // Whatever ended it: while the evaluation is running, the next look takes it up again.
            _running.TryRemove(id, out _);
            stop.Dispose();
        }
    }

    private async Task HandInAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { Definition: var definition })
        {
            return;
        }

        var done = (await store.ReadResultsAsync(id, cancellationToken)).Select(static result => result.Key).ToHashSet(StringComparer.Ordinal);
        var work = EvaluationWork.Of(definition, await store.ReadDataAsync(id, cancellationToken)).Where(one => !done.Contains(one.Key)).ToList();
        LogStarted(id, work.Count, definition.Total);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(work, options, async (one, token) =>
            await store.AddResultAsync(id, await items.RunAsync(id, one.Arm, one.Row, one.Repeat, token), token));
        if (await store.MoveAsync(id, EvaluationStatus.Finished, [EvaluationStatus.Running], cancellationToken))
        {
            LogFinished(id);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Evaluation {Id} goes on: {Left} of {Total} items are left")]
    private partial void LogStarted(string id, int left, int total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Evaluation {Id} is finished")]
    private partial void LogFinished(string id);

    [LoggerMessage(Level = LogLevel.Information, Message = "Evaluation {Id} is not handed in here any more")]
    private partial void LogStopped(string id);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Evaluations wait for the store: {Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Evaluations met a fault; they are looked at again at the next interval")]
    private partial void LogFault(Exception exception);
}
