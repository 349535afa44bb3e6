using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
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
        Log.Started(logger, worker, options.Value.Concurrency);
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
        catch (StoreUnavailableException exception)
        {
            if (state.Error is null)
            {
                Log.NothingTaken(logger, exception.Message);
            }

            state.Error = exception.Message;
            await PauseAsync(Task.Delay(options.Value.StoreRetryDelay, time, stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The loop ends.
        }
        catch (Exception exception)
        {
            Log.Fault(logger, exception);
            await PauseAsync(Task.Delay(options.Value.StoreRetryDelay, time, stoppingToken), stoppingToken);
        }
    }

    private void Resumed()
    {
        if (state.Error is not null)
        {
            state.Error = null;
            Log.Resumed(logger);
        }
    }

    private async Task DrainAsync(string worker)
    {
        var all = Task.WhenAll(_tasks);
        if (!all.IsCompleted)
        {
            Log.Draining(logger, worker, running.Count, options.Value.DrainTime.TotalSeconds);
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

        Log.Stopped(logger, worker);
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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} takes questions, {Concurrency} at once.")]
        public static partial void Started(ILogger logger, string worker, int concurrency);

        [LoggerMessage(Level = LogLevel.Warning, Message = "No questions are taken for now: {Reason} It is tried again until it works.")]
        public static partial void NothingTaken(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Questions are taken again.")]
        public static partial void Resumed(ILogger logger);

        [LoggerMessage(Level = LogLevel.Error, Message = "Taking a question failed; it is tried again.")]
        public static partial void Fault(ILogger logger, Exception exception);

        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "Worker {Worker} stops: {Count} running questions have {Seconds:0.#} s to end, then they are handed back.")]
        public static partial void Draining(ILogger logger, string worker, int count, double seconds);

        [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} has stopped.")]
        public static partial void Stopped(ILogger logger, string worker);
    }
}

/// <summary>What the health check knows of the pump.</summary>
internal sealed class PumpState(TimeProvider time)
{
    private long _lastPass = time.GetTimestamp();

    /// <summary>Why nothing can be claimed; null when it can.</summary>
    public string? Error { get; set; }

    /// <summary>Since the pump last went round.</summary>
    public TimeSpan SinceLastPass => time.GetElapsedTime(Volatile.Read(ref _lastPass));

    public void Pass() => Volatile.Write(ref _lastPass, time.GetTimestamp());
}

/// <summary>Liveness of the pump: a loop that no longer goes round heals only by a restart; one that waits for Redis is merely degraded.</summary>
internal sealed class PumpHealthCheck(PumpState state, RunningQuestions running) : IHealthCheck
{
    // A round takes a few seconds at most, even while Redis times out.
    private static readonly TimeSpan Stalled = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(context));

    private HealthCheckResult Check(HealthCheckContext context)
    {
        if (state.SinceLastPass is var since && since > Stalled)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"No question was looked for in the last {since.TotalSeconds:0} s.");
        }

        return state.Error is { } error
            ? HealthCheckResult.Degraded($"No questions are taken for now: {error}")
            : HealthCheckResult.Healthy($"{running.Count} questions are being worked on.");
    }
}
