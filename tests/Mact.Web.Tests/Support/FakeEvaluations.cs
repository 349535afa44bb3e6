using System.Collections.Concurrent;
using System.Net.Mime;
using System.Text.Json;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Reporting;
using Mact.Evaluation.Stored;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Replies = Microsoft.AspNetCore.Http.Results;

namespace Mact.Web.Tests.Support;

/// <summary>The Api's evaluations over stored results, with the real reports and comparisons of them.</summary>
internal sealed class FakeEvaluations
{
    /// <summary>Evaluations by id.</summary>
    public ConcurrentDictionary<string, StoredEvaluation> All { get; } = new(StringComparer.Ordinal);

    /// <summary>Results by evaluation.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<ItemResult>> Results { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths of what was changed, such as "POST /evaluations/e1/pause".</summary>
    public ConcurrentQueue<string> Changes { get; } = new();

    /// <summary>Queries of item lists.</summary>
    public ConcurrentQueue<string> Listed { get; } = new();

    /// <summary>Bodies that were checked or started.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>Every reply is this status; null = as it should be.</summary>
    public int? Trouble { get; set; }

    public void Add(StoredEvaluation evaluation, IReadOnlyList<ItemResult> results)
    {
        All[evaluation.Definition.Id] = evaluation;
        Results[evaluation.Definition.Id] = results;
    }

    public void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/evaluations").AddEndpointFilter((context, next) => Trouble is { } status
            ? ValueTask.FromResult<object?>(Replies.Problem("The store does not answer.", title: "The store is away", statusCode: status))
            : next(context));
        group.MapGet("", () => Json(JsonSerializer.Serialize(
            new(
                [.. All.Values.OrderByDescending(static one => one.Definition.Id, StringComparer.Ordinal).Select(static one => one.ToView([]))],
                Next: null),
            EvaluationJson.Default.EvaluationList)));
        group.MapPost("/check", CheckAsync);
        group.MapPost("", StartAsync);
        group.MapGet("/{id}", (string id, bool? reports) => All.TryGetValue(id, out var one)
            ? Json(JsonSerializer.Serialize(one.ToView(reports == false ? [] : Reports(one)), EvaluationJson.Default.EvaluationView))
            : Replies.Problem("It was deleted.", title: "There is no such evaluation", statusCode: 404));
        group.MapGet("/{id}/items", Items);
        group.MapGet("/{id}/export", static (string id, string @as) => Replies.Text($"{@as} of {id}", "text/plain"));
        group.MapGet("/{id}/compare/{other}", (string id, string other, string? arm, string? otherArm) =>
            Json(JsonSerializer.Serialize(PairedComparison.Of(Arm(id, arm), Arm(other, otherArm)), EvaluationJson.Default.RunComparison)));
        group.MapPost("/{id}/{verb}", (string id, string verb) =>
        {
            Changes.Enqueue($"{verb} {id}");
            All[id] =
                All[id] with
                {
                    Status = verb switch
                    {
                        "pause" => EvaluationStatus.Paused,
                        "resume" => EvaluationStatus.Running,
                        _ => EvaluationStatus.Cancelling,
                    },
                };
            return Replies.StatusCode(202);
        });
        group.MapDelete("/{id}", (string id) =>
        {
            Changes.Enqueue($"delete {id}");
            All.TryRemove(id, out _);
            return Replies.NoContent();
        });
    }

    private static IResult Json(string json) => Replies.Text(json, MediaTypeNames.Application.Json);

    private async Task<IResult> CheckAsync(HttpRequest request)
    {
        var (data, fileName) = await ReadAsync(request);
        var rows = DataSetReader.Read(data, new(fileName));
        return Json(
            JsonSerializer.Serialize(DataSetReader.Check(DataSetReader.FormatOf(data, new(fileName)), rows), EvaluationJson.Default.DataSetCheck));
    }

    private async Task<IResult> StartAsync(HttpRequest request)
    {
        await ReadAsync(request);
        var started = RecordedEvaluations.Running with { Definition = RecordedEvaluations.Running.Definition with { Id = "started" }, Done = 0 };
        Add(started, []);
        return Replies.Text(
            JsonSerializer.Serialize(started.ToView([]), EvaluationJson.Default.EvaluationView), MediaTypeNames.Application.Json, statusCode: 202);
    }

    private async Task<(string Data, string FileName)> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync();
        Bodies.Enqueue(text);
        using var body = JsonDocument.Parse(text);
        return (body.RootElement.GetProperty("data").GetString()!, body.RootElement.GetProperty("fileName").GetString()!);
    }

    private IResult Items(
        HttpRequest request, string id, int offset, int limit, string? arm, string? verdict, string? outcome, string? type, string? search)
    {
        Listed.Enqueue(request.QueryString.Value ?? string.Empty);
        var filter = new ItemFilter(arm, verdict is null ? null : Enum.Parse<ItemVerdict>(verdict, ignoreCase: true), outcome, type, search);
        var found = Results[id].Where(filter.Fits).ToList();
        return Json(JsonSerializer.Serialize(new([.. found.Skip(offset).Take(limit)], found.Count, offset), EvaluationJson.Default.ItemPage));
    }

    private List<ItemResult> Arm(string id, string? arm) =>
        [.. Results[id].Where(result => result.Strategy == (arm ?? All[id].Definition.Arms[0].Name))];

    private IReadOnlyList<EvaluationReport> Reports(StoredEvaluation one) =>
        [.. one.Definition.Arms.Select(arm => ReportBuilder.Build(arm.Name, Arm(one.Definition.Id, arm.Name), one.Active.TotalSeconds))];
}
