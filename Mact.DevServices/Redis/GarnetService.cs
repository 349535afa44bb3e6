using Microsoft.Extensions.Options;

namespace Mact.DevServices.Redis;

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
        _host = GarnetServerHost.Start(options.Value.Port, directory, loggers);
        if (string.IsNullOrEmpty(directory))
        {
            LogVolatile(_host.ConnectionString);
        }
        else
        {
            LogDurable(_host.ConnectionString, directory);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "The Redis stand-in (Garnet, in this process) listens on {Endpoint}; its data lives until it stops.")]
    private partial void LogVolatile(string endpoint);

    [LoggerMessage(Level = LogLevel.Information, Message = "The Redis stand-in (Garnet, in this process) listens on {Endpoint}; its data is kept in {Directory}.")]
    private partial void LogDurable(string endpoint, string directory);
}
