using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mact.DevServices.Redis;

/// <summary>The stand-in for Redis; section "Redis".</summary>
public sealed class RedisStandInOptions
{
    public const string SectionName = "Redis";

    /// <summary>Loopback port; 0 = a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>Where data is kept over stops and crashes; null or empty: it lives in memory until the process stops.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>Asked of whoever connects: other people of the machine reach a loopback port as well. Null or empty: none.</summary>
    public string? Password { get; set; }
}

/// <summary>Adds the stand-in for Redis.</summary>
public static class RedisStandInExtensions
{
    /// <summary>Starts Garnet in this process, as section "Redis" says (Port, DataDirectory).</summary>
    public static IHostApplicationBuilder AddRedisStandIn(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RedisStandInOptions>().BindConfiguration(RedisStandInOptions.SectionName)
            .ValidateDataAnnotations().ValidateOnStart();

        // It reports every connection that ends while it stops as critical.
        builder.Logging.AddFilter("Session", LogLevel.None);
        builder.Services.AddSingleton<GarnetService>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<GarnetService>());
        return builder;
    }
}

/// <summary>Runs the stand-in for as long as the process.</summary>
internal sealed partial class GarnetService(
    IOptions<RedisStandInOptions> options,
    ILoggerFactory loggers,
    ILogger<GarnetService> logger) : IHostedService, IDisposable
{
    private GarnetServerHost? _host;

    /// <summary>The loopback port; null while it does not run.</summary>
    public int? Port => _host?.Port;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var directory = options.Value.DataDirectory;
        _host = GarnetServerHost.Start(options.Value.Port, directory, loggers, options.Value.Password);
        var endpoint = $"127.0.0.1:{_host.Port}";
        if (string.IsNullOrEmpty(directory))
        {
            Log.Volatile(logger, endpoint);
        }
        else
        {
            Log.Durable(logger, endpoint, directory);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _host?.Dispose();
        _host = null;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The Redis stand-in (Garnet, in this process) listens on {Endpoint}; its data lives until it stops.")]
        public static partial void Volatile(ILogger logger, string endpoint);

        [LoggerMessage(LogLevel.Information, "The Redis stand-in (Garnet, in this process) listens on {Endpoint}; its data is kept in {Directory}.")]
        public static partial void Durable(ILogger logger, string endpoint, string directory);
    }
}
