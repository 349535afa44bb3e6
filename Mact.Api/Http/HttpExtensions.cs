using System.Text.Json.Serialization;
using Mact.Core;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mact.Api.Http;

/// <summary>What every endpoint relies on: limits, JSON, metrics.</summary>
internal static class HttpExtensions
{
    // A form adds boundaries and headers to what it carries; BoundedBody and FormBody hold the exact limits and say them in words.
    private const int Overhead = 1024 * 1024;

    public static void AddHttp(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RequestLimits>().BindConfiguration(RequestLimits.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RequestLimits>, RequestLimitsValidator>();
        services.AddOptions<TableLimits>().BindConfiguration(TableLimits.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SqlLimits>().BindConfiguration(SqlLimits.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<RequestLimits>, IOptions<TableLimits>>(static (kestrel, requests, tables) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = (long)Math.Max(requests.Value.MaxRequestBytes, tables.Value.MaxBytes) + Overhead;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiMetrics>();
        services.ConfigureHttpJsonOptions(static options =>
        {
            var json = options.SerializerOptions;
            json.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.TypeInfoResolverChain.Insert(1, MactJson.Default);
            json.Encoder = MactJson.Encoder;
            json.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            foreach (var converter in MactJson.Default.Options.Converters)
            {
                json.Converters.Add(converter);
            }
        });
    }
}
