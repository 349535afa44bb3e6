using Mact.Core.Prompts;
using Mact.Worker.Models;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Agents.Prompting;

/// <summary>
/// Shows a model on this machine the fixed instructions once, before anyone asks: it keeps what it has evaluated, and so the first question is as
/// quick as the next ones.
/// </summary>
internal sealed partial class PromptWarmUp(ISamplingClient client, IOptions<AgentOptions> options, ILogger<PromptWarmUp> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.WarmUp)
        {
            return;
        }

        // The order in which a question needs them.
        foreach (var (purpose, instructions) in ((CallPurpose, string)[])
        [
            (CallPurpose.Code, PromptCatalog.Of(PromptTask.Code)),
            (CallPurpose.Plan, PromptCatalog.Plan(PromptKind.OneTable, search: false)),
            (CallPurpose.Direct, PromptCatalog.Of(PromptTask.Direct)),
        ])
        {
            try
            {
                // One token, of which nothing is used; whoever asks meanwhile goes first.
                SampleRequest request = new(
                    purpose, [new("system", instructions), new("user", "-")], N: 1, Temperature: 0, TopP: null, Seed: null, MaxTokens: 1)
                {
                    IsEvaluation = true,
                };
                await client.SampleAsync(request, new SilentObserver(), stoppingToken);
                Log.Shown(logger, purpose);
            }
            catch (ModelException exception)
            {
                // The questions themselves will say it.
                Log.NotShown(logger, purpose, exception.Error.Code);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "The model knows the instructions of {Purpose}")]
        public static partial void Shown(ILogger logger, CallPurpose purpose);

        [LoggerMessage(LogLevel.Warning, "The model could not be shown the instructions of {Purpose}: {Code}")]
        public static partial void NotShown(ILogger logger, CallPurpose purpose, string code);
    }
}
