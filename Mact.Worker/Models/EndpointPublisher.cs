using Mact.Core.Models;
using Mact.Core.Questions;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Models;

/// <summary>
/// Tells in the store how the endpoints are used and what was learnt of them, and takes from there what other processes learnt before. It asks
/// no endpoint anything.
/// </summary>
internal sealed partial class EndpointPublisher(
    EndpointRegistry endpoints,
    EndpointMemory memory,
    IEnumerable<IEndpointStates> stores,
    IOptions<ModelOptions> options,
    TimeProvider time,
    ILogger<EndpointPublisher> logger) : BackgroundService
{
    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    private readonly IEndpointStates? _store = stores.LastOrDefault();
    private bool _hasRecalled;

    /// <summary>Once: takes what is known, gives what is new.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            return;
        }

        if (!_hasRecalled)
        {
            foreach (var knowledge in await _store.RecallAsync(cancellationToken))
            {
                memory.Recall(knowledge);
            }

            _hasRecalled = true;
        }

        var news = memory.TakeNews();
        if (news.Count > 0)
        {
            // What a person's check found out in the meantime stays.
            var stored = await _store.RecallAsync(cancellationToken);
            foreach (var knowledge in news)
            {
                var known = stored.FirstOrDefault(one => one.Endpoint == knowledge.Endpoint && one.Model == knowledge.Model);
                await _store.LearnAsync(
                    knowledge with
                    {
                        Seeds = knowledge.Seeds ?? known?.Seeds,
                        Structures = knowledge.Structures ?? known?.Structures,
                        Continues = knowledge.Continues ?? known?.Continues,
                        CheckedAt = known?.CheckedAt ?? knowledge.CheckedAt,
                    },
                    cancellationToken);
            }
        }

        await _store.PublishAsync(
            Worker, [.. endpoints.Used.Select(static endpoint => endpoint.State)], options.Value.PublishInterval * 3, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PublishInterval, time);
        try
        {
            do
            {
                await TryAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The pump says so.
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.Fault(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 311, Level = LogLevel.Error, Message = "What is known of the model endpoints could not be told; it is tried again.")]
        public static partial void Fault(ILogger logger, Exception exception);
    }
}
