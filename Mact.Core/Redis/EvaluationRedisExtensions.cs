using Mact.Core.Evaluation.Stored;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.Core.Redis;

/// <summary>Adds the store of evaluations.</summary>
public static class EvaluationRedisExtensions
{
    /// <summary>Adds <see cref="IEvaluationStore"/> on the connection of <see cref="RedisExtensions.AddMactRedis{TBuilder}"/>.</summary>
    public static TBuilder AddEvaluationStore<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<IEvaluationStore, RedisEvaluationStore>();
        return builder;
    }
}
