using System.Collections.Concurrent;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mact.Web.Tests.Support;

/// <summary>The HTTP side of the Api on a free port of this machine, playing recorded runs back.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    /// <summary>The id of a table of 50,000 rows.</summary>
    public const string LongTable = "t-long";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _growing = new(StringComparer.Ordinal);

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

    /// <summary>Paths of all requests that read.</summary>
    public ConcurrentQueue<string> Reads { get; } = new();

    /// <summary>Queries of the history.</summary>
    public ConcurrentQueue<string> Listed { get; } = new();

    public bool StandIn { get; set; } = true;

    /// <summary>Every request for a table or for the history fails, as while the store is away.</summary>
    public bool IsAway { get; set; }

    /// <summary>The model on this computer, as JSON; null = the stack runs without one.</summary>
    public string? LocalModel { get; set; }

    /// <summary>Files that were chosen as the model on this computer.</summary>
    public ConcurrentQueue<string> Chosen { get; } = new();

    /// <summary>Questions before a queued one.</summary>
    public long? Ahead { get; set; }

    /// <summary>Failures that the system reports, as JSON.</summary>
    public string Failures { get; set; } = "[]";

    /// <summary>Ids of questions that were put back.</summary>
    public ConcurrentQueue<string> Retried { get; } = new();

    /// <summary>Bodies of corrections.</summary>
    public ConcurrentQueue<string> Corrections { get; } = new();

    /// <summary>Statements that were run.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    /// <summary>Answers a statement with the JSON of a result; null = as recorded.</summary>
    public Func<string, string>? Answer { get; set; }

    /// <summary>Programs whose evidence was asked for.</summary>
    public ConcurrentQueue<string> Programs { get; } = new();

    /// <summary>The rows behind any program; null = one row of the cities.</summary>
    public Evidence? Evidence { get; set; }

    /// <summary>The tie that the program's LIMIT cuts.</summary>
    public CutTie? Tie { get; set; }

    /// <summary>The table under every id; null = the cities.</summary>
    public string? Table { get; set; }

    /// <summary>What any upload gives, with its status; null = the table.</summary>
    public (int Status, string Body)? UploadReply { get; set; }

    /// <summary>The person of a key or token, as JSON; null = there is no such one.</summary>
    public Func<string, string?> Person { get; set; } = static _ => null;

    /// <summary>What the requests that read were shown, by their path.</summary>
    public ConcurrentQueue<(string Path, string Secret)> Shown { get; } = new();

    /// <summary>The keys of the page's cookies.</summary>
    public ConcurrentQueue<string> PageKeys { get; } = new();

    /// <summary>Evaluations and what was asked of them.</summary>
    public FakeEvaluations Evaluations { get; } = new();

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

    /// <summary>Adds a record to a run; every open stream of it gets the record.</summary>
    public void Append(string id, StoredRecord record)
    {
        Runs.AddOrUpdate(id, [record], (_, earlier) => [.. earlier, record]);
        if (_growing.TryRemove(id, out var growing))
        {
            growing.SetResult();
        }
    }

    private void Map()
    {
        _app.Use((context, next) =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
            {
                Reads.Enqueue(context.Request.Path);
                Shown.Enqueue((context.Request.Path.ToString(), SecretOf(context.Request)));
            }

            return next(context);
        });
        Evaluations.Map(_app);
        _app.MapGet(
            "/me",
            (HttpRequest request) => Person(SecretOf(request)) is { } person ? Json(person) : Results.Problem("No such key.", statusCode: 401));
        _app.MapGet("/page-keys", () => Json(JsonSerializer.Serialize(PageKeys)));
        _app.MapPost("/page-keys", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            PageKeys.Enqueue(await reader.ReadToEndAsync());
            return Results.NoContent();
        });
        _app.MapGet("/system", () => Json($$"""{"queue":{"ready":2,"delayed":0,"leased":1,"dead":0,"oldestAge":"00:00:03","workers":1},"model":{"planner":"mact-table-reader","coder":"mact-table-reader","standIn":{{(StandIn ? "true" : "false")}},"local":{{(LocalModel is null ? "false" : "true")}}},"persistent":false,"version":"1.0","failures":{{Failures}}}"""));
        _app.MapGet("/system/local-model", () => Json(LocalModel!));
        _app.MapDelete("/system/local-model", () => Chosen.Enqueue("none"));
        _app.MapPost("/system/local-model", () =>
        {
            Chosen.Enqueue("start");
            return Json(LocalModel!);
        });
        _app.MapPost("/system/local-model/{id}", (string id) =>
        {
            Chosen.Enqueue(id);
            return Json(LocalModel!);
        });
        _app.MapPost("/tables", UploadAsync);
        _app.MapGet(
            "/tables/{id}",
            (string id) => IsAway ? Away()
                : id.StartsWith('t') ? Json(Table ?? TableJson) : Results.Problem("It was deleted.", title: "No such table", statusCode: 404));
        _app.MapGet("/tables/{id}/rows", (string id, int offset, int limit) => Json(Rows(offset, limit, id == LongTable)));
        _app.MapPost("/tables/profile", ProfileAsync);
        _app.MapPost("/tables/{id}/corrections", CorrectAsync);
        _app.MapGet("/system/usage", static () => Json("""{"questions":4,"calls":12,"retries":1,"inputTokens":34567,"cachedTokens":20000,"outputTokens":4321,"cost":0.0123,"callMs":{"p50":820,"p95":2400,"max":3100},"questionMs":{"p50":5200,"p95":9100,"max":9100},"queueMs":null}"""));
        _app.MapPost("/system/dead/{id}/retry", (string id) =>
        {
            Retried.Enqueue(id);
            return Results.StatusCode(202);
        });
        _app.MapPost("/tables/query", QueryAsync);
        _app.MapPost("/questions", AskAsync);
        _app.MapGet("/questions", (HttpRequest request) =>
        {
            Listed.Enqueue(request.QueryString.Value ?? string.Empty);
            return IsAway ? Away() : Json($$"""{"items":[{{string.Join(',', Runs.Keys.Select(Summary))}}],"next":null}""");
        });
        _app.MapGet(
            "/questions/{id}/export",
            (string id) =>
                Runs.TryGetValue(id, out var records)
                    ? Json($"{{\"version\":1,\"records\":{JsonSerializer.Serialize(records, MactJson.Default.IReadOnlyListStoredRecord)}}}")
                    : Results
                    .NotFound());
        _app.MapGet("/questions/{id}", (string id) => Runs.TryGetValue(id, out var records) && records[0].Record is Accepted accepted
            ? Json(
                JsonSerializer.Serialize(
                    QuestionProjection.Project(accepted.Question, records) with { Ahead = Ahead }, MactJson.Default.QuestionView))
            : Results.NotFound());
        _app.MapGet(
            "/questions/{id}/records",
            (string id) =>
                Runs.TryGetValue(id, out var records) ? Json(JsonSerializer.Serialize(records, MactJson.Default.IReadOnlyListStoredRecord)) : Results
                    .NotFound());
        _app.MapGet("/questions/{id}/evidence", (string id) => EvidenceOf(id, changed: null));
        _app.MapPost("/questions/{id}/evidence", async (string id, HttpRequest request) =>
            EvidenceOf(id, (await JsonSerializer.DeserializeAsync(request.Body, MactJson.Default.EvidenceRequest))!.Sql));
        _app.MapGet("/questions/{id}/events", EventsAsync);
        _app.MapPost("/questions/{id}/cancel", static () => Results.StatusCode(202));
        _app.MapDelete("/questions/{id}", static () => Results.NoContent());
        _app.MapGet(
            "/prompts", static (string[] hash) => Json(JsonSerializer.Serialize(hash.ToDictionary(static h => h, static h => $"[text of {h}]\n"))));
    }

    private static IResult Away() => Results.Problem("Redis is not reachable.", title: "The store is not available", statusCode: 500);

    private static string SecretOf(HttpRequest request) => request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);

    private async Task<IResult> UploadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer);
        Uploads.Enqueue(buffer.Length);
        if (UploadReply is { } reply)
        {
            return Results.Text(
                reply.Body, reply.Status < 400 ? MediaTypeNames.Application.Json : MediaTypeNames.Application.ProblemJson, statusCode: reply.Status);
        }

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

    private static async Task<IResult> ProfileAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        const string columns = """
            [{"name":"city","type":"text","missing":0,"distinct":4,"minimum":null,"maximum":null,"samples":["Lisbon","Porto"],"unread":0,"unreadSamples":[]},
            {"name":"country","type":"text","missing":0,"distinct":2,"minimum":null,"maximum":null,"samples":["Portugal","Spain"],"unread":0,"unreadSamples":[]},
            {"name":"visitors_2023","type":"integer","missing":0,"distinct":4,"minimum":"950000","maximum":"5300000","samples":["4100000"],"unread":1,"unreadSamples":["3 (tie)"]}]
            """;
        var tables = body.RootElement.GetProperty("tables").EnumerateArray().Select(table => $$"""{"name":{{table.GetProperty("name").GetRawText()}},"rowCount":4,"characters":120,"columns":{{columns}}}""").ToList();
        var joins = tables.Count > 1 ? """{"left":"visits.city","right":"cities.city","shared":3,"distinct":4,"multiplies":false,"score":0.9}""" : string.Empty;
        return Json($$"""{"tables":[{{string.Join(',', tables)}}],"joins":[{{joins}}]}""");
    }

    private async Task<IResult> CorrectAsync(HttpRequest request, string id)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        Corrections.Enqueue(body);
        return body.Contains("\"headerRow\":99", StringComparison.Ordinal)
            ? Results.Problem("headerRow is 99, but there are 5 rows.", title: "There is no such row", statusCode: 400)
            : Results.Text(
                TableJson.Replace(
                    "t-cities", id + "-corrected", StringComparison.Ordinal).Replace("visitors_2019", "visits", StringComparison.Ordinal),
                MediaTypeNames.Application.Json,
                statusCode: 201);
    }

    private async Task<IResult> QueryAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        var sql = body.RootElement.GetProperty("sql").GetString()!;
        Queries.Enqueue(sql);
        return Json(Answer?.Invoke(sql) ?? """{"columns":["city","gain"],"rows":[["Porto","1100000"]],"rowCount":1,"elapsedMs":0.6,"ordered":true}""");
    }

    private IResult EvidenceOf(string id, string? changed)
    {
        if (!Runs.TryGetValue(id, out var records) || records[0].Record is not Accepted { Question: var question })
        {
            return Results.NotFound();
        }

        var cities = JsonSerializer.Deserialize(Table ?? TableJson, MactJson.Default.TableInfo)!;
        var sql = changed ?? EvidenceProgram.Of([.. records.Select(static stored => stored.Record)])?.Sql;
        var report = new EvidenceReport(
            sql,
            Result: null,
            [
                .. question.Tables.Where(static table => table.Id.StartsWith('t')).Select(
                    table => cities with { Id = table.Id, Name = table.Name, Repairs = [] }),
            ],
            [.. question.Tables.Where(static table => !table.Id.StartsWith('t')).Select(static table => table.Name)],
            Rows: null);
        if (sql is not null && (changed is not null || records[^1].Record is Finished))
        {
            Programs.Enqueue(sql);
            report = report with
            {
                Result = new(["city", "gain"], [["Porto", "1100000"]], 1, 0.6, Ordered: true),
                Tie = Tie,
                Rows = Evidence
                    ?? new Evidence.Traced(
                        [new("cities", [2], ["city", "country", "visitors_2019", "visitors_2023"])], [], IsPerRow: true, IsCut: false),
            };
        }

        return Json(JsonSerializer.Serialize(report, MactJson.Default.EvidenceReport));
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
        var last = after.Length == 0 ? 0 : long.Parse(after);
        var sent = 0;
        while (true)
        {
            // Taken before the records are looked at, so that none is missed.
            var growth = _growing.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            records = Runs[id];
            foreach (var record in records.Where(record => record.Sequence > last))
            {
                await context.Response.WriteAsync(
                    $"id: {record.Sequence}\ndata: {JsonSerializer.Serialize(record, MactJson.Default.StoredRecord)}\n\n");
                last = record.Sequence;
                if (++sent == BreakAfter)
                {
                    return;
                }
            }

            if (records[^1].Record is Finished)
            {
                await context.Response.WriteAsync("event: end\ndata: {}\n\n");
                return;
            }

            await context.Response.Body.FlushAsync();
            await growth.WaitAsync(context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            if (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private string Summary(string id)
    {
        var run = Web.Projections.RunTimeline.From(Runs[id]);
        return JsonSerializer.Serialize(
            new(
                id,
                run.Question!.Text,
                run.Status,
                run.Answer?.Values ?? [],
                run.Answer?.Agreement,
                "mact-table-reader",
                run.Question.SubmittedAt,
                run.ElapsedMs)
            {
                Tables = run.Question.Tables,
            },
            MactJson.Default.QuestionSummary);
    }

    private static string Rows(int offset, int limit, bool isLong)
    {
        if (isLong)
        {
            var numbered = Enumerable.Range(offset + 1, Math.Clamp(50_000 - offset, 0, limit)).Select(
                static number => new[] { $"city {number}", "Portugal", "1", "2" });
            return $$"""{"columns":["city","country","visitors_2019","visitors_2023"],"rows":{{JsonSerializer.Serialize(numbered)}},"total":50000,"offset":{{offset}}}""";
        }

        string[][] rows =
        [
            ["Lisbon", "Portugal", "3900000", "4100000"],
            ["Porto", "Portugal", "2000000", "3100000"],
            ["Faro", "Portugal", "900000", "950000"],
            ["Madrid", "Spain", "5100000", "5300000"],
        ];
        return $$"""{"columns":["city","country","visitors_2019","visitors_2023"],"rows":{{JsonSerializer.Serialize(rows.Skip(offset).Take(limit))}},"total":4,"offset":{{offset}}}""";
    }

    private const string TableJson = """
        {"id":"t-cities","name":"cities","columns":[{"name":"city","originalName":"City","type":"text"},{"name":"country","originalName":"country","type":"text"},
        {"name":"visitors_2019","originalName":"visitors 2019","type":"integer"},{"name":"visitors_2023","originalName":"visitors 2023","type":"integer"}],
        "rowCount":4,"repairs":[{"code":"emptyHeader","message":"Column 3 had no name; it is now \"column3\"."}]}
        """;

    private static IResult Json(string json) => Results.Text(json, MediaTypeNames.Application.Json);
}
