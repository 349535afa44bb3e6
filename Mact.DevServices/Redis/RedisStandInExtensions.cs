using Microsoft.Extensions.Options;

namespace Mact.DevServices.Redis;

/// <summary>Adds the stand-in for Redis.</summary>
public static class RedisStandInExtensions
{
    /// <summary>Starts Garnet in this process, as section "Redis" says (Port, DataDirectory).</summary>
    public static IHostApplicationBuilder AddRedisStandIn(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RedisStandInOptions>().BindConfiguration(RedisStandInOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RedisStandInOptions>, RedisStandInOptionsValidator>();

        // It reports every connection that ends while it stops as critical.
        builder.Logging.AddFilter("Session", LogLevel.None);
        builder.Services.AddSingleton<GarnetService>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<GarnetService>());
        return builder;
    }
}
