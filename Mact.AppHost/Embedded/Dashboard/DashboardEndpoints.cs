using Google.Protobuf;
using Mact.AppHost.Embedded.Dashboard.Logs;
using Mact.AppHost.Embedded.Dashboard.Otlp;
using Mact.AppHost.Embedded.Dashboard.Resources;
using Mact.AppHost.Embedded.Dashboard.Traces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mact.AppHost.Embedded.Dashboard;

/// <summary>The dashboard's HTTP interface: JSON for its page, and OTLP/HTTP for the children.</summary>
internal static class DashboardEndpoints
{
    private const int MaxLines = 2_000;
    private const int MaxTraces = 200;

    public static void MapResources(this IEndpointRouteBuilder routes, ResourceCatalog catalog)
    {
        routes.MapGet("/api/resources", async (CancellationToken cancellationToken) =>
            TypedResults.Json(await catalog.ReportAsync(cancellationToken), DashboardJson.Default.IReadOnlyListResourceReport));
        routes.MapPost("/api/resources/{name}/start", (string name) => CommandAsync(name, static resource => resource.StartAgainAsync()));
        routes.MapPost("/api/resources/{name}/stop", (string name) => CommandAsync(name, static resource => resource.StopAsync()));
        routes.MapPost("/api/resources/{name}/restart", (string name) => CommandAsync(name, static async resource =>
        {
            await resource.StopAsync();
            await resource.StartAgainAsync();
        }));

        async Task<IResult> CommandAsync(string name, Func<IManagedResource, Task> command)
        {
            if (catalog.Find(name) is not { } resource)
            {
                return TypedResults.NotFound();
            }

            await command(resource);
            return TypedResults.NoContent();
        }
    }

    public static void MapLogs(this IEndpointRouteBuilder routes, LogStore logs) =>
        routes.MapGet("/api/logs/{name}", (string name, long after = 0, string q = "") =>
            TypedResults.Json(logs.Read(name, after, q, MaxLines), DashboardJson.Default.LogPage));

    public static void MapTraces(this IEndpointRouteBuilder routes, TraceStore traces)
    {
        routes.MapGet("/api/traces", (bool all = false, string q = "") =>
            TypedResults.Json(traces.List(!all, q, MaxTraces), DashboardJson.Default.IReadOnlyListTraceSummary));
        routes.MapGet("/api/traces/{id}", IResult (string id) => traces.Find(id) is { } trace
            ? TypedResults.Json(trace, DashboardJson.Default.TraceDetail)
            : TypedResults.NotFound());
    }

    /// <summary>Traces are kept. Logs are on the console already and metrics are not shown: both are taken and let go, so that exporters do not complain.</summary>
    public static void MapOtlp(this IEndpointRouteBuilder routes, TraceStore traces)
    {
        routes.MapPost("/v1/traces", async Task<IResult> (HttpRequest request, CancellationToken cancellationToken) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancellationToken);
            try
            {
                traces.Add(OtlpTraceReader.Read(body.ToArray()));
                return Accepted();
            }
            catch (InvalidProtocolBufferException)
            {
                return TypedResults.BadRequest();
            }
        });
        routes.MapPost("/v1/logs", Accepted);
        routes.MapPost("/v1/metrics", Accepted);
    }

    /// <summary>An empty ExportServiceResponse: everything was accepted.</summary>
    private static IResult Accepted() => TypedResults.Bytes([], "application/x-protobuf");
}
