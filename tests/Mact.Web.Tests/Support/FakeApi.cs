using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Mact.Core;
using Mact.Core.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mact.Web.Tests.Support;

/// <summary>The HTTP side of the Api on a free port of this machine, playing recorded runs back.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeApi(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Records per question.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<StoredRecord>> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>Last-Event-ID of every event stream opened, "" where none was sent.</summary>
    public ConcurrentQueue<string> Streams { get; } = new();

    /// <summary>Bytes of every upload's body.</summary>
    public ConcurrentQueue<long> Uploads { get; } = new();

    /// <summary>Bodies of submitted questions.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Ends a stream after this many records, as a lost connection does; 0 = never.</summary>
    public int BreakAfter { get; set; }

    /// <summary>Queries of the history.</summary>
    public ConcurrentQueue<string> Listed { get; } = new();

    public bool StandIn { get; set; } = true;

    public static async Task<FakeApi> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        var api = new FakeApi(builder.Build());
        api.Map();
        await api._app.StartAsync(cancellationToken);
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map()
    {
        _app.MapGet("/system", () => Json($$"""{"queue":{"ready":2,"delayed":0,"leased":1,"dead":0,"oldestAge":"00:00:03","workers":1},"model":{"planner":"mact-table-reader","coder":"mact-table-reader","standIn":{{(StandIn ? "true" : "false")}}},"persistent":false,"version":"1.0"}"""));
        _app.MapPost("/tables", UploadAsync);
        _app.MapGet("/tables/{id}", static (string id) => id.StartsWith('t') ? Json(TableJson) : Results.Problem("It was deleted.", title: "No such table", statusCode: 404));
        _app.MapGet("/tables/{id}/rows", static (int offset, int limit) => Json(Rows(offset, limit)));
        _app.MapPost("/tables/query", static () => Json("""{"columns":["city","gain"],"rows":[["Porto","1100000"]],"rowCount":1,"elapsedMs":0.6,"ordered":true}"""));
        _app.MapPost("/questions", AskAsync);
        _app.MapGet("/questions", (HttpRequest request) =>
        {
            Listed.Enqueue(request.QueryString.Value ?? string.Empty);
            return Json($$"""{"items":[{{string.Join(',', Runs.Keys.Select(Summary))}}],"next":null}""");
        });
        _app.MapGet("/questions/{id}/export", (string id) => Runs.TryGetValue(id, out var records) ? Json($"{{\"version\":1,\"records\":{JsonSerializer.Serialize(records, MactJson.Default.IReadOnlyListStoredRecord)}}}") : Results.NotFound());
        _app.MapGet("/questions/{id}", static (string id) => Results.NotFound());
        _app.MapGet("/questions/{id}/records", (string id) => Runs.TryGetValue(id, out var records) ? Json(JsonSerializer.Serialize(records, MactJson.Default.IReadOnlyListStoredRecord)) : Results.NotFound());
        _app.MapGet("/questions/{id}/events", EventsAsync);
        _app.MapPost("/questions/{id}/cancel", static () => Results.StatusCode(202));
        _app.MapDelete("/questions/{id}", static () => Results.NoContent());
        _app.MapGet("/prompts", static (string[] hash) => Json(JsonSerializer.Serialize(hash.ToDictionary(static h => h, static h => $"[text of {h}]\n"))));
    }

    private async Task<IResult> UploadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer);
        Uploads.Enqueue(buffer.Length);
        return Encoding.UTF8.GetString(buffer.ToArray()).Contains("not a table", StringComparison.Ordinal)
            ? Results.Problem("Every row has one value only. Check the delimiter.", title: "That is not CSV", statusCode: 400)
            : Json(TableJson);
    }

    private async Task<IResult> AskAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        Asked.Enqueue(await reader.ReadToEndAsync());
        return Results.Text($$"""{"id":"{{RecordedRuns.Id}}","status":"queued","links":{} }""", MediaTypeNames.Application.Json, statusCode: 202);
    }

    private async Task EventsAsync(HttpContext context, string id)
    {
        var after = context.Request.Headers["Last-Event-ID"].ToString();
        Streams.Enqueue(after);
        if (!Runs.TryGetValue(id, out var records))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(": here\n\n");
        var sent = 0;
        foreach (var record in records.Where(record => after.Length == 0 || record.Sequence > long.Parse(after, CultureInfo.InvariantCulture)))
        {
            await context.Response.WriteAsync($"id: {record.Sequence}\ndata: {JsonSerializer.Serialize(record, MactJson.Default.StoredRecord)}\n\n");
            if (++sent == BreakAfter)
            {
                return;
            }
        }

        await context.Response.Body.FlushAsync();
        if (records[^1].Record is Finished)
        {
            await context.Response.WriteAsync("event: end\ndata: {}\n\n");
            return;
        }

        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private string Summary(string id)
    {
        var run = Web.Runs.RunTimeline.From(Runs[id]);
        return JsonSerializer.Serialize(
            new(id, run.Question!.Text, run.Status, run.Answer?.Values ?? [], run.Answer?.Agreement, "mact-table-reader", run.Question.SubmittedAt, run.ElapsedMs),
            MactJson.Default.QuestionSummary);
    }

    private static string Rows(int offset, int limit)
    {
        string[][] rows = [["Lisbon", "Portugal", "3900000", "4100000"], ["Porto", "Portugal", "2000000", "3100000"], ["Faro", "Portugal", "900000", "950000"], ["Madrid", "Spain", "5100000", "5300000"]];
        return $$"""{"columns":["city","country","visitors_2019","visitors_2023"],"rows":{{JsonSerializer.Serialize(rows.Skip(offset).Take(limit))}},"total":4,"offset":{{offset}}}""";
    }

    private const string TableJson = """
        {"id":"t-cities","name":"cities","columns":[{"name":"city","originalName":"City","type":"text"},{"name":"country","originalName":"country","type":"text"},
        {"name":"visitors_2019","originalName":"visitors 2019","type":"integer"},{"name":"visitors_2023","originalName":"visitors 2023","type":"integer"}],
        "rowCount":4,"repairs":[{"code":"emptyHeader","message":"Column 3 had no name; it is now \"column3\"."}]}
        """;

    private static IResult Json(string json) => Results.Text(json, MediaTypeNames.Application.Json);
}
