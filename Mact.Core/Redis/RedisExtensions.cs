using Mact.Core.Access;
using Mact.Core.Models;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Adds the queue and the store.</summary>
public static class RedisExtensions
{
    /// <summary>The connection string's name, and the health check's.</summary>
    public const string ConnectionName = "redis";

    // Commands are small; one that takes longer than this meets trouble that is better said than waited for.
    private const int AnswerWithinMs = 5_000;
    private const int ConnectWithinMs = 2_000;
    private const int ReconnectEveryMs = 500;

    /// <summary>
    /// Adds <see cref="IQuestionQueue"/>, <see cref="IQuestionStore"/>, their options (sections Queue and Retention, validated at start), the
    /// health check "redis" (tag ready) and the retention sweeper, on the connection string "redis". Redis may be away when the process
    /// starts: calls then throw <see cref="StoreUnavailableException"/> until it comes.
    /// </summary>
    public static TBuilder AddMactRedis<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // Its own health check says nothing that a person can act on, and a span for each command would bury the question that it is for.
        builder.AddRedisClient(
            ConnectionName,
            static settings => (settings.DisableHealthChecks, settings.DisableTracing, settings.DisableAutoActivation) = (true, true, true),
            Configure);

        builder.Services.AddOptions<QueueOptions>().BindConfiguration(QueueOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RedisQuestionStore>();
        builder.Services.AddSingleton<IQuestionStore>(static services => services.GetRequiredService<RedisQuestionStore>());
        builder.Services.AddSingleton<IQuestionQueue, RedisQuestionQueue>();
        builder.Services.AddSingleton<IEndpointStates, RedisEndpointStates>();
        builder.Services.AddSingleton<IModelChecks, RedisModelChecks>();
        builder.Services.AddSingleton<IOwnership, RedisOwnership>();
        builder.Services.AddSingleton<IStoreSize, RedisStoreSize>();
        builder.Services.AddSingleton<IApiKeyStore, RedisApiKeyStore>();
        builder.Services.AddSingleton<ILinkStore, RedisLinkStore>();
        builder.Services.AddSingleton<IAuditStore, RedisAuditStore>();
        builder.Services.AddSingleton<IPageKeyStore, RedisPageKeyStore>();
        builder.Services.AddSingleton<ITokenLedger, RedisTokenLedger>();
        builder.Services.AddHostedService<RetentionSweeper>();
        builder.Services.AddHealthChecks()
            .AddCheck<RedisHealthCheck>(ConnectionName, HealthStatus.Unhealthy, ["ready"]);
        return builder;
    }

    private static void Configure(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;

        // The client counts INFO among what needs it; the server does not.
        options.AllowAdmin = true;
        options.ConnectTimeout = ConnectWithinMs;
        options.AsyncTimeout = AnswerWithinMs;
        options.SyncTimeout = AnswerWithinMs;
        // Without a connection a command fails at once, in words, rather than after a timeout; whoever can wait tries again.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(ReconnectEveryMs);
    }
}

/// <summary>Readiness: Redis answers. Says in words what is wrong, without the connection string.</summary>
internal sealed class RedisHealthCheck(IConnectionMultiplexer connection) : IHealthCheck
{
    // A probe must have its answer before the prober loses patience.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly RedisLink _redis = new(connection);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var latency = await _redis.AskAsync(static redis => redis.PingAsync().WaitAsync(Patience), cancellationToken);
            return HealthCheckResult.Healthy($"Redis answers in {latency.TotalMilliseconds:0.0} ms.");
        }
        catch (StoreUnavailableException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"{exception.Message} Waiting for it at {Endpoints()}.");
        }
    }

    private string Endpoints() => string.Join(", ", connection.GetEndPoints(configuredOnly: true).Select(EndPointCollection.ToString));
}

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
                    Log.Deleted(logger, deleted);
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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Count} questions whose retention is over.")]
        public static partial void Deleted(ILogger logger, int count);

        [LoggerMessage(Level = LogLevel.Debug, Message = "Expired questions stay for now: {Reason}")]
        public static partial void StoreAway(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Deleting expired questions failed; it is tried again at the next interval.")]
        public static partial void Fault(ILogger logger, Exception exception);
    }
}
