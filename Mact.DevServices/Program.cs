using Mact.DevServices.Model;
using Mact.DevServices.Reader;
using Mact.DevServices.Redis;
using Mact.ServiceDefaults;

namespace Mact.DevServices;

/// <summary>Stands in for what is absent on a development machine; <see cref="StandInOptions"/> says for what.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (await ServiceCommand.TryRunAsync(args) is { } exitCode)
        {
            return exitCode;
        }

        var builder = ServiceHost.CreateBuilder(args);
        builder.AddServiceDefaults();
        var standIns = builder.Configuration.GetSection(StandInOptions.SectionName).Get<StandInOptions>() ?? new();
        if (standIns.Redis)
        {
            builder.AddRedisStandIn();
        }

        if (standIns.Model)
        {
            builder.Services.AddOptions<ModelStandInOptions>().BindConfiguration(ModelStandInOptions.SectionName)
                .ValidateDataAnnotations().ValidateOnStart();
            builder.Services.AddSingleton<IModel, TableReaderModel>();
            builder.Services.AddHostedService<ReaderWarmup>();
            if (builder.Configuration.GetSection(ModelStandInOptions.SectionName).Get<ModelStandInOptions>()?.Port is { } port)
            {
                var own = builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey) ?? "http://localhost:5000";
                builder.WebHost.UseUrls($"{own};http://127.0.0.1:{port}");
            }
        }

        return await ServiceHost.RunAsync(builder, app =>
        {
            app.MapDefaultEndpoints();
            if (standIns.Model)
            {
                app.MapModel();
            }
        });
    }
}

/// <summary>Which stand-ins this process is; neither is on by itself.</summary>
public sealed class StandInOptions
{
    public const string SectionName = "StandIns";

    /// <summary>Garnet, in this process, in place of Redis.</summary>
    public bool Redis { get; set; }

    /// <summary>The table reader behind a model endpoint.</summary>
    public bool Model { get; set; }
}
