using Mact.Core.Models;
using Mact.Core.Questions;

namespace Mact.Worker.Models.Checking;

/// <summary>Does the checks of the model endpoints that people ask for on System, one after the other.</summary>
internal sealed partial class ModelCheckService(
    IModelChecks checks, ModelCheck check, TimeProvider time, ILogger<ModelCheckService> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await NextAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task NextAsync(CancellationToken stoppingToken)
    {
        string? id = null;
        IReadOnlyList<ModelCheckResult>? results = null;
        try
        {
            id = await checks.TakeAsync(Patience, stoppingToken);
            results = id is null ? null : await check.RunAsync(stoppingToken);
        }
        catch (StoreUnavailableException)
        {
            // The pump says so.
            await Task.Delay(Patience, time, stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            Log.Fault(logger, exception);
        }
        finally
        {
            await TellAsync(id, results);
        }
    }

    /// <summary>Also that it came to nothing, so that nobody waits for a worker that stops.</summary>
    private async Task TellAsync(string? id, IReadOnlyList<ModelCheckResult>? results)
    {
        try
        {
            await (id is null ? Task.CompletedTask : checks.AnswerAsync(id, results, CancellationToken.None));
        }
        catch (StoreUnavailableException)
        {
            // Whoever waits sees for itself that nothing comes.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 312, Level = LogLevel.Error, Message = "A check of the model endpoints failed; whoever asked is told so.")]
        public static partial void Fault(ILogger logger, Exception exception);
    }
}
