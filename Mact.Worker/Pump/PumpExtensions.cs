using System.Diagnostics.Metrics;
using Mact.Core.Tables;
using Mact.ServiceDefaults;
using Mact.Worker.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Pump;

/// <summary>Adds the pump.</summary>
public static class PumpExtensions
{
    // Beyond draining and winding up: for the other services to stop.
    private static readonly TimeSpan ShutdownReserve = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Takes questions off the queue and hands them to the registered <see cref="Agents.IQuestionRunner"/>. Needs AddMactRedis. Options:
    /// section "Worker". Health check "pump", tagged live.
    /// </summary>
    public static IHostApplicationBuilder AddQuestionPump(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RunningQuestions>();
        builder.Services.AddSingleton(
            static services => new CellPlaces(services.GetRequiredService<IOptions<WorkerOptions>>().Value.MaxCellsAtOnce));
        builder.Services.AddSingleton(static services => new PumpMetrics(
            services.GetRequiredService<IMeterFactory>(), () => services.GetRequiredService<RunningQuestions>().Count));
        builder.Services.AddSingleton<PumpState>();
        builder.Services.AddSingleton<QuestionProcessor>();
        builder.Services.AddHostedService<WorkerHeartbeat>();
        builder.Services.AddHostedService<QuestionPump>();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<WorkerOptions>>(static (host, worker) =>
        {
            var needed = worker.Value.DrainTime + (worker.Value.WindUpTime * 2) + ShutdownReserve;
            host.ShutdownTimeout = host.ShutdownTimeout > needed ? host.ShutdownTimeout : needed;
        });
        builder.Services.AddHealthChecks().AddCheck<PumpHealthCheck>("pump", HealthStatus.Unhealthy, [HealthPaths.LiveTag, "ready"]);
        return builder;
    }
}
