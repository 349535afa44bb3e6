using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.ServiceDefaults;
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
        services.AddOptions<RequestLimits>().BindConfiguration(RequestLimits.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TableLimits>().BindConfiguration(TableLimits.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SqlLimits>().BindConfiguration(SqlLimits.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<RequestLimits>, IOptions<TableLimits>>(static (kestrel, requests, tables) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = (long)Math.Max(requests.Value.MaxRequestBytes, tables.Value.MaxBytes) + Overhead;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<BodyPlaces>();
        services.ConfigureHttpJsonOptions(static options =>
        {
            var json = options.SerializerOptions;
            json.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.TypeInfoResolverChain.Insert(1, MactJson.Default);
            json.Encoder = MactJson.Encoder;
            json.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            foreach (var converter in MactJson.Default.Options.Converters.Concat(EvaluationJson.Default.Options.Converters))
            {
                json.Converters.Add(converter);
            }
        });
    }
}

/// <summary>Comes after whatever tells who asks: nobody takes a place who may not.</summary>
internal static class BodyPlacesExtensions
{
    public static void UseBodyPlaces(this WebApplication app)
    {
        var places = app.Services.GetRequiredService<BodyPlaces>();
        app.Use(next => context => places.InvokeAsync(context, next));
    }
}

/// <summary>The JSON of the Api's own shapes. Unlike stored records, responses name their empty members (<c>"error": null</c>), so that clients need
/// not guess.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [
        typeof(CamelCaseEnumConverter<ColumnType>),
        typeof(CamelCaseEnumConverter<QuestionStatus>),
        typeof(CamelCaseEnumConverter<EvidenceGap>),
    ])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(QuestionRequest))]
[JsonSerializable(typeof(RequestTable))]
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(TableInfo))]
[JsonSerializable(typeof(TableSet))]
[JsonSerializable(typeof(TableRows))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryResult))]
[JsonSerializable(typeof(EvidenceReport))]
[JsonSerializable(typeof(EvidenceRequest))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(TablesProfile))]
[JsonSerializable(typeof(CorrectionRequest))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(AcceptedQuestion))]
[JsonSerializable(typeof(QuestionRef))]
[JsonSerializable(typeof(QuestionPage))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(SystemReport))]
[JsonSerializable(typeof(ModelEndpointsReport))]
[JsonSerializable(typeof(IReadOnlyList<ModelCheckResult>))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The same JSON with <see cref="MactJson.Encoder"/>.</summary>
    public static ApiJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = MactJson.Encoder });
}

/// <summary>What the Api counts beyond the framework's request metrics.</summary>
internal sealed class ApiMetrics
{
    private readonly Counter<long> _questions;
    private readonly Counter<long> _tables;
    private readonly UpDownCounter<long> _watchers;

    public ApiMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Mact.Api");
        _questions = meter.CreateCounter<long>("mact.api.questions", "{question}", "Questions handed in, by what became of them.");
        _tables = meter.CreateCounter<long>("mact.api.tables", "{table}", "Tables stored.");
        _watchers = meter.CreateUpDownCounter<long>("mact.api.watchers", "{stream}", "Open event streams.");
    }

    /// <summary>Counts a question that was handed in.</summary>
    /// <param name="outcome">accepted, existing, conflict, full, clientLimit or tableMissing.</param>
    public void QuestionHandedIn(string outcome) => _questions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void TablesStored(int count) => _tables.Add(count);

    public void WatcherCame() => _watchers.Add(1);

    public void WatcherWent() => _watchers.Add(-1);
}

/// <summary>What a browser needs to be told, and what it is not allowed to be used for.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Adds nosniff and its like to every response, and refuses what a foreign page makes a browser send: the Api knows no users, so a page
    /// on the internet could otherwise ask questions, and spend money, through the browser of someone who has Mact running.
    /// </summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static async (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-site";
        if (ForeignPages.Sent(context.Request))
        {
            await new ProblemResult(
                StatusCodes.Status403Forbidden,
                ProblemCodes.CrossSite,
                "Another web site may not do this",
                "The browser says that the request comes from a page of another site. Send it from a program, or from the page of this "
                    + "Mact.").ExecuteAsync(context);
            return;
        }

        await next(context);
    });
}
