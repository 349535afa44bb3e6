using Mact.Core.Models;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
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

        builder.Services.AddOptions<QueueOptions>().BindConfiguration(QueueOptions.Section).ValidateOnStart();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<QueueOptions>, QueueOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RedisQuestionStore>();
        builder.Services.AddSingleton<IQuestionStore>(static services => services.GetRequiredService<RedisQuestionStore>());
        builder.Services.AddSingleton<IQuestionQueue, RedisQuestionQueue>();
        builder.Services.AddSingleton<IEndpointStates, RedisEndpointStates>();
        builder.Services.AddHostedService<RetentionSweeper>();
        builder.Services.AddHealthChecks()
            .AddCheck<RedisHealthCheck>(ConnectionName, HealthStatus.Unhealthy, ["ready"]);
        return builder;
    }

    private static void Configure(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = ConnectWithinMs;
        options.AsyncTimeout = AnswerWithinMs;
        options.SyncTimeout = AnswerWithinMs;
        // Without a connection a command fails at once, in words, rather than after a timeout; whoever can wait tries again.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(ReconnectEveryMs);
    }
}
