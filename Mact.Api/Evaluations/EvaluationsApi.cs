using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Mact.Api.Problems;
using Mact.Api.Reference;
using Mact.Core.Evaluation;
using Mact.Core.Evaluation.Reporting;
using Mact.Core.Evaluation.Stored;
using Mact.Core.Queueing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mact.Api.Evaluations;

/// <summary><c>/evaluations</c>: measure on a data set, look, pause, resume, cancel, export, compare.</summary>
internal static class EvaluationsApi
{
    private const int Listed = 100;

    public static void MapEvaluations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/evaluations").WithTags("Evaluations").ProducesProblems(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", CreateAsync)
            .WithName("StartEvaluation")
            .WithSummary("Ask every question of a data set at low priority and score the answers")
            .WithDescription("Takes JSON: data (the text of a data set), and perhaps name, fileName, format, strategies (agent, direct, sql, mix), options (as of a question), repeats, limit. Or replayOf, the id of an ended evaluation, with perhaps name, strategies, options, limit: its data and recorded replies again, with no model.")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        group.MapGet("", ListAsync).WithName("ListEvaluations").WithSummary("Evaluations, newest first");
        group.MapGet("/{id}", FindAsync).WithName("FindEvaluation").WithSummary("Progress and reports over the results so far").ProducesProblems(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/results", ResultsAsync)
            .WithName("ReadResults")
            .WithSummary("The result of every row; questionId leads to the question's full record")
            .ProducesProblems(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/export", ExportAsync)
            .WithName("ExportEvaluation")
            .WithSummary("The report as Markdown (as=markdown) or the results as CSV (as=csv)")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        group.MapGet("/{id}/compare/{other}", CompareAsync)
            .WithName("CompareEvaluations")
            .WithSummary("Paired comparison (McNemar) of the first arms of two evaluations, or of two arms (arm, otherArm)")
            .ProducesProblems(StatusCodes.Status404NotFound);
        Move(group, "pause", "Hand nothing more in until it is resumed", EvaluationStatus.Paused, EvaluationStatus.Running);
        Move(group, "resume", "Go on with a paused evaluation", EvaluationStatus.Running, EvaluationStatus.Paused);
        group.MapPost("/{id}/cancel", CancelAsync)
            .WithName("CancelEvaluation")
            .WithSummary("End an evaluation and cancel its unfinished questions; results so far stay")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, EvaluationRequestReader reader, IEvaluationStore store, CancellationToken cancellationToken)
    {
        var (definition, data) = await reader.ReadAsync(request, cancellationToken);
        await store.CreateAsync(definition, data, cancellationToken);
        request.HttpContext.Response.Headers.Location = $"/evaluations/{definition.Id}";
        var view = new EvaluationView(definition, EvaluationStatus.Running, 0, definition.Total, []);
        return TypedResults.Json(view, EvaluationJson.Default.EvaluationView, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<JsonHttpResult<IReadOnlyList<EvaluationView>>> ListAsync(IEvaluationStore store, CancellationToken cancellationToken)
    {
        List<EvaluationView> views = [];
        foreach (var id in await store.ListAsync(Listed, cancellationToken))
        {
            if (await store.FindAsync(id, cancellationToken) is var (definition, status, done))
            {
                views.Add(new(definition, status, done, definition.Total, []));
            }
        }

        return TypedResults.Json<IReadOnlyList<EvaluationView>>(views, EvaluationJson.Default.IReadOnlyListEvaluationView);
    }

    private static async Task<JsonHttpResult<EvaluationView>> FindAsync(string id, IEvaluationStore store, CancellationToken cancellationToken)
    {
        var (definition, status, done) = await RequireAsync(store, id, cancellationToken);
        var results = await store.ReadResultsAsync(id, cancellationToken);
        return TypedResults.Json(new EvaluationView(definition, status, done, definition.Total, Reports(definition, results)), EvaluationJson.Default.EvaluationView);
    }

    private static async Task<JsonHttpResult<IReadOnlyList<ItemResult>>> ResultsAsync(string id, IEvaluationStore store, CancellationToken cancellationToken)
    {
        await RequireAsync(store, id, cancellationToken);
        return TypedResults.Json(Ordered(await store.ReadResultsAsync(id, cancellationToken)), EvaluationJson.Default.IReadOnlyListItemResult);
    }

    private static async Task<Results<ContentHttpResult, ApiProblem>> ExportAsync(string id, IEvaluationStore store, CancellationToken cancellationToken, string @as = "markdown")
    {
        var (definition, _, _) = await RequireAsync(store, id, cancellationToken);
        var results = Ordered(await store.ReadResultsAsync(id, cancellationToken));
        return @as switch
        {
            "markdown" => TypedResults.Text(MarkdownReport.Write(definition.Name, Reports(definition, results)), "text/markdown", Encoding.UTF8),
            "csv" => TypedResults.Text(CsvReport.Write(results), "text/csv", Encoding.UTF8),
            "json" => TypedResults.Text(
                JsonSerializer.Serialize(Reports(definition, results), EvaluationJson.Default.IReadOnlyListEvaluationReport), MediaTypeNames.Application.Json, Encoding.UTF8),
            _ => ApiProblem.BadRequest(ProblemCodes.InvalidParameter, "'as' is not valid", "It is markdown, csv or json."),
        };
    }

    private static async Task<JsonHttpResult<RunComparison>> CompareAsync(
        string id, string other, IEvaluationStore store, CancellationToken cancellationToken, string? arm = null, string? otherArm = null) =>
        TypedResults.Json(
            RunComparison.Of(await ArmAsync(store, id, arm, cancellationToken), await ArmAsync(store, other, otherArm, cancellationToken)),
            EvaluationJson.Default.RunComparison);

    private static async Task<IReadOnlyList<ItemResult>> ArmAsync(IEvaluationStore store, string id, string? arm, CancellationToken cancellationToken)
    {
        var (definition, _, _) = await RequireAsync(store, id, cancellationToken);
        var name = arm ?? definition.Arms[0].Name;
        return [.. (await store.ReadResultsAsync(id, cancellationToken)).Where(result => result.Strategy == name)];
    }

    private static void Move(RouteGroupBuilder group, string verb, string summary, EvaluationStatus to, EvaluationStatus from) =>
        group.MapPost($"/{{id}}/{verb}", async Task<Results<Accepted, ApiProblem>> (string id, IEvaluationStore store, CancellationToken cancellationToken) =>
            {
                await RequireAsync(store, id, cancellationToken);
                return await store.MoveAsync(id, to, [from], cancellationToken) ? TypedResults.Accepted($"/evaluations/{id}") : WrongState(verb, from);
            })
            .WithName($"{char.ToUpperInvariant(verb[0])}{verb[1..]}Evaluation")
            .WithSummary(summary)
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static async Task<Results<Accepted, ApiProblem>> CancelAsync(string id, IEvaluationStore store, IQuestionQueue queue, CancellationToken cancellationToken)
    {
        var (definition, _, _) = await RequireAsync(store, id, cancellationToken);
        if (!await store.MoveAsync(id, EvaluationStatus.Cancelled, [EvaluationStatus.Running, EvaluationStatus.Paused], cancellationToken))
        {
            return WrongState("cancel", EvaluationStatus.Running);
        }

        var done = (await store.ReadResultsAsync(id, cancellationToken)).Select(static result => result.Key).ToHashSet(StringComparer.Ordinal);
        var left = EvaluationWork.Of(definition, await store.ReadDataAsync(id, cancellationToken)).Where(work => !done.Contains(work.Key));
        foreach (var work in left)
        {
            await queue.CancelAsync(EvaluationItems.QuestionId(id, work.Key), cancellationToken);
        }

        return TypedResults.Accepted($"/evaluations/{id}");
    }

    private static IReadOnlyList<EvaluationReport> Reports(EvaluationDefinition definition, IReadOnlyList<ItemResult> results) =>
        [.. definition.Arms.Select(arm => ReportBuilder.Build(arm.Name, [.. results.Where(result => result.Strategy == arm.Name)]))];

    private static IReadOnlyList<ItemResult> Ordered(IEnumerable<ItemResult> results) =>
        [.. results.OrderBy(static result => result.Strategy, StringComparer.Ordinal).ThenBy(static result => result.Repeat).ThenBy(static result => result.Row)];

    private static ApiProblem WrongState(string verb, EvaluationStatus needed) => ApiProblem.Conflict(
        ProblemCodes.BadRequest, $"The evaluation cannot be changed by '{verb}' now", $"It would have to be {needed.ToString().ToLowerInvariant()}; GET it to see where it stands.");

    private static async Task<(EvaluationDefinition Definition, EvaluationStatus Status, int Done)> RequireAsync(IEvaluationStore store, string id, CancellationToken cancellationToken) =>
        (Questions.QuestionReader.IsId(id) ? await store.FindAsync(id, cancellationToken) : null)
        ?? throw new RequestRefusedException(ApiProblem.NotFound("evaluationNotFound", "There is no such evaluation", "It was never started, or its retention is over."));
}
