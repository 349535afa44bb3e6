using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Evaluation.Stored;
using Microsoft.AspNetCore.Http.HttpResults;
using Accepted = Microsoft.AspNetCore.Http.HttpResults.Accepted;

namespace Mact.Api.Evaluations;

internal static class EvaluationsExtensions
{
    public static void AddEvaluations(this IHostApplicationBuilder builder)
    {
        builder.AddEvaluationStore();
        builder.Services.AddSingleton<EvaluationRequestReader>();
        builder.Services.AddSingleton<ReplayRequestReader>();
        builder.Services.AddSingleton<EvaluationItems>();
        builder.Services.AddSingleton<EvaluationEnding>();
        builder.Services.AddHostedService<EvaluationRunner>();
    }
}

/// <summary><c>/evaluations</c>: measure on a data set, look, pause, resume, cancel, delete, export, compare.</summary>
internal static class EvaluationsApi
{
    private static readonly EvaluationStatus[] Unfinished = [EvaluationStatus.Running, EvaluationStatus.Paused];
    private static readonly EvaluationStatus[] Shown =
    [
        .. Enum.GetValues<EvaluationStatus>().Where(static status => status != EvaluationStatus.Deleting),
    ];

    public static void MapEvaluations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/evaluations").WithTags("Evaluations").ProducesProblems(StatusCodes.Status503ServiceUnavailable);
        MapStarting(group);
        MapReading(group);
        Move(group, "pause", "Hand nothing more in until it is resumed", EvaluationStatus.Paused, EvaluationStatus.Running);
        Move(group, "resume", "Go on with a paused evaluation", EvaluationStatus.Running, EvaluationStatus.Paused);
        Move(group, "cancel", "End an evaluation and cancel its unfinished questions; results so far stay", EvaluationStatus.Cancelling, Unfinished);
        group.MapDelete("/{id}", DeleteAsync)
            .WithName("DeleteEvaluation")
            .WithSummary("Remove an evaluation with its questions and what only they used")
            .WithDescription("It is gone from all replies at once; its questions are cancelled where they still run, and removed, within seconds.")
            .ProducesProblems(StatusCodes.Status404NotFound);
    }

    private static void MapStarting(RouteGroupBuilder group)
    {
        const string fields =
            "Takes JSON: data (the text of a data set), and perhaps name, fileName, format, tables (of a CSV of questions, as of a question), "
            + "strategies (auto, agent, direct, sql, mix) or arms (each with a name and options), options (as of a question), repeats, limit.";
        group.MapPost("", CreateAsync)
            .WithName("StartEvaluation")
            .WithSummary("Ask every question of a data set at low priority and score the answers")
            .WithDescription(
                fields + " Or replayOf, the id of an ended evaluation, with perhaps name, strategies, options, limit: its data and recorded replies "
                    + "again, with no model.")
            .AcceptsExample<EvaluationRequest>("evaluation.json")
            .ProducesProblems(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status409Conflict,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType);
        group.MapPost("/check", CheckAsync)
            .WithName("CheckDataSet")
            .WithMetadata(new RequiredScope(Scopes.Read))
            .WithSummary("Read a data set without asking anything: its format, and every bad row with its number and reason")
            .WithDescription(fields)
            .AcceptsExample<EvaluationRequest>("evaluation.json")
            .ProducesProblems(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType);
    }

    private static void MapReading(RouteGroupBuilder group)
    {
        group.MapGet("", EvaluationReads.ListAsync)
            .WithName("ListEvaluations")
            .WithSummary("Evaluations, newest first, without their reports")
            .WithDescription("Pages by 'before' = the last page's 'next'.")
            .ProducesProblems(StatusCodes.Status400BadRequest);
        group.MapGet("/{id}", EvaluationReads.FindAsync)
            .WithName("FindEvaluation")
            .WithSummary("Progress, and reports over the results so far (left out with reports=false)")
            .ProducesProblems(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/results", EvaluationReads.ResultsAsync)
            .WithName("ReadResults")
            .WithSummary("The result of every row; questionId leads to the question's full record")
            .ProducesProblems(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/items", EvaluationReads.ItemsAsync)
            .WithName("ListItems")
            .WithSummary("Results by page and filter")
            .WithDescription(
                "'verdict' is right, wrong, unanswered or badRow; 'arm', 'outcome' and 'type' are exact; 'search' looks into question, answers and "
                    + "reason.")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        group.MapGet("/{id}/export", EvaluationReads.ExportAsync)
            .WithName("ExportEvaluation")
            .WithSummary("The report as Markdown (as=markdown) or JSON (as=json), or the results as CSV (as=csv)")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        group.MapGet("/{id}/compare/{other}", EvaluationReads.CompareAsync)
            .WithName("CompareEvaluations")
            .WithSummary("Paired comparison (McNemar) of the first arms of two evaluations, or of two arms (arm, otherArm), as JSON or Markdown (as)")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CreateAsync(
        HttpRequest request, EvaluationRequestReader reader, IEvaluationStore store, Room room, CancellationToken cancellationToken)
    {
        await room.RequireAsync(cancellationToken);
        var (definition, data, tables, check) = await reader.ReadAsync(request, cancellationToken);
        EvaluationRequestReader.RequireUsable(check);
        await store.CreateAsync(definition, data, tables, cancellationToken);
        request.HttpContext.Response.Headers.Location = $"/evaluations/{definition.Id}";
        var view = new StoredEvaluation(definition, EvaluationStatus.Running, 0).ToView([]);
        return TypedResults.Json(view, EvaluationJson.Default.EvaluationView, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<JsonHttpResult<DataSetCheck>> CheckAsync(
        HttpRequest request, EvaluationRequestReader reader, CancellationToken cancellationToken) =>
        TypedResults.Json((await reader.ReadAsync(request, cancellationToken)).Check, EvaluationJson.Default.DataSetCheck);

    private static void Move(RouteGroupBuilder group, string verb, string summary, EvaluationStatus to, params EvaluationStatus[] from) =>
        group.MapPost(
            $"/{{id}}/{verb}", async Task<Results<Accepted, ProblemResult>> (
                string id, IEvaluationStore store, CancellationToken cancellationToken) =>
            {
                var evaluation = await EvaluationReads.RequireAsync(store, id, cancellationToken);
                return await store.MoveAsync(id, to, from, cancellationToken)
                    ? TypedResults.Accepted($"/evaluations/{id}")
                    : WrongState(verb, evaluation.Status, from);
            })
            .WithName($"{char.ToUpperInvariant(verb[0])}{verb[1..]}Evaluation")
            .WithSummary(summary)
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static async Task<NoContent> DeleteAsync(string id, IEvaluationStore store, CancellationToken cancellationToken)
    {
        await EvaluationReads.RequireAsync(store, id, cancellationToken);
        await store.MoveAsync(id, EvaluationStatus.Deleting, Shown, cancellationToken);
        return TypedResults.NoContent();
    }

    private static ProblemResult WrongState(string verb, EvaluationStatus status, IEnumerable<EvaluationStatus> needed) => ProblemResult.Conflict(
        ProblemCodes.EvaluationState,
        "The evaluation cannot be changed so now",
        $"It is {(Sentence)Word(status)}; to {(Sentence)verb} it, it would have to be "
            + $"{Sentence.Join(needed.Select(static one => (Sentence)Word(one)), ", ")}.");

    private static string Word(EvaluationStatus status) => status.ToString().ToLowerInvariant();
}
