using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Worker.Telemetry;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Pump;

/// <summary>Says in the store that this worker is alive, and reads the queue's depth for the gauges.</summary>
internal sealed partial class WorkerHeartbeat(
    IQuestionQueue queue,
    PumpMetrics metrics,
    IOptions<WorkerOptions> options,
    TimeProvider time,
    ILogger<WorkerHeartbeat> logger) : BackgroundService
{
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Gone at once rather than after its validity, so that nobody waits for this worker.
        using var limit = new CancellationTokenSource(FarewellTime, time);
        await BeatAsync(TimeSpan.Zero, limit.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, time);
        try
        {
            do
            {
                await BeatAsync(options.Value.HeartbeatValidity, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task BeatAsync(TimeSpan validity, CancellationToken cancellationToken)
    {
        try
        {
            await queue.BeatAsync(options.Value.EffectiveName, validity, cancellationToken);
            metrics.Snapshot = await queue.InspectAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The pump says so; the gauges keep the last figures.
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (Exception exception)
        {
            Log.Fault(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A heartbeat failed; the next one tries again.")]
        public static partial void Fault(ILogger logger, Exception exception);
    }
}
