using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Pump;

/// <summary>
/// Claims questions as slots become free and has them processed. When the process is asked to stop it claims nothing more, lets running
/// questions go on for the drain time, and then hands them back.
/// </summary>
internal sealed partial class QuestionPump(
    IQuestionQueue queue,
    QuestionProcessor processor,
    RunningQuestions running,
    PumpState state,
    IOptions<WorkerOptions> options,
    IOptions<QueueOptions> queueOptions,
    TimeProvider time,
    ILogger<QuestionPump> logger) : BackgroundService
{
    private readonly CancellationTokenSource _givingUp = new();
    private readonly HashSet<Task> _tasks = [];

    public override void Dispose()
    {
        _givingUp.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var worker = options.Value.EffectiveName;
        LogStarted(worker, options.Value.Concurrency);
        await using var cancellations = await queue.OnCancelledAsync(running.Cancel, CancellationToken.None);
        while (!stoppingToken.IsCancellationRequested)
        {
            state.Pass();
            _tasks.RemoveWhere(static task => task.IsCompleted);
            if (_tasks.Count >= options.Value.Concurrency)
            {
                await PauseAsync(Task.WhenAny(_tasks), stoppingToken);
                continue;
            }

            await NextAsync(worker, stoppingToken);
        }

        await DrainAsync(worker);
    }

    private async Task NextAsync(string worker, CancellationToken stoppingToken)
    {
        try
        {
            // Not cancelled by the stop: a claim whose reply is not awaited would hold its question until the lease ends.
            var lease = await queue.ClaimAsync(worker, queueOptions.Value.LeaseTime, CancellationToken.None);
            Resumed();
            if (lease is not null)
            {
                _tasks.Add(processor.ProcessAsync(lease, _givingUp.Token));
                return;
            }

            await queue.WaitForWorkAsync(queueOptions.Value.PollInterval, stoppingToken);
        }
        catch (StoreUnavailableException trouble)
        {
            if (state.Trouble is null)
            {
                LogTrouble(trouble.Message);
            }

            state.Trouble = trouble.Message;
            await PauseAsync(Task.Delay(options.Value.StoreRetryDelay, time, stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The loop ends.
        }
        catch (Exception exception)
        {
            LogFault(exception);
            await PauseAsync(Task.Delay(options.Value.StoreRetryDelay, time, stoppingToken), stoppingToken);
        }
    }

    private void Resumed()
    {
        if (state.Trouble is not null)
        {
            state.Trouble = null;
            LogResumed();
        }
    }

    private async Task DrainAsync(string worker)
    {
        var all = Task.WhenAll(_tasks);
        if (!all.IsCompleted)
        {
            LogDraining(worker, running.Count, options.Value.DrainTime.TotalSeconds);
        }

        if (!await WithinAsync(all, options.Value.DrainTime))
        {
            running.StopAll(StopReason.Draining);

            // Long enough for the runs to wind up and for a settlement on a living store.
            if (!await WithinAsync(all, (options.Value.WindUpTime * 2) + TimeSpan.FromSeconds(1)))
            {
                await _givingUp.CancelAsync();
                await all;
            }
        }

        LogStopped(worker);
    }

    private async Task<bool> WithinAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Until the task completes, the process stops, or it is time to show that the pump is alive.</summary>
    private async Task PauseAsync(Task task, CancellationToken stoppingToken)
    {
        try
        {
            await task.WaitAsync(queueOptions.Value.PollInterval + options.Value.StoreRetryDelay, time, stoppingToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The loop looks again.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} takes questions, {Concurrency} at once.")]
    private partial void LogStarted(string worker, int concurrency);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No questions are taken for now: {Reason} It is tried again until it works.")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Questions are taken again.")]
    private partial void LogResumed();

    [LoggerMessage(Level = LogLevel.Error, Message = "Taking a question failed; it is tried again.")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} stops: {Count} running questions have {Seconds:0.#} s to end, then they are handed back.")]
    private partial void LogDraining(string worker, int count, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} has stopped.")]
    private partial void LogStopped(string worker);
}
