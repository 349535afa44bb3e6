using Mact.Core.Questions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mact.Core.Redis;

/// <summary>Deletes what has expired, from time to time. Runs in every process that has the store.</summary>
internal sealed partial class RetentionSweeper(
    RedisQuestionStore store,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                if (await store.SweepAsync(stoppingToken) is var deleted and > 0)
                {
                    LogDeleted(deleted);
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
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Count} questions whose retention is over.")]
    private partial void LogDeleted(int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Expired questions stay for now: {Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Deleting expired questions failed; it is tried again at the next interval.")]
    private partial void LogFault(Exception exception);
}
