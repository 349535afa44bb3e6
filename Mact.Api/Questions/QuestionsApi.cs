using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mact.Api.Questions;

internal static class QuestionsExtensions
{
    public static void AddQuestions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<QuestionRequestReader>();
        builder.Services.AddSingleton<SubmitHandler>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddOptions<AskLimits>().BindConfiguration(AskLimits.SectionName).ValidateDataAnnotations().ValidateOnStart();
    }
}

/// <summary><c>/questions</c>: ask, look, watch, cancel, delete.</summary>
internal static class QuestionsApi
{
    private const int MaxPromptHashes = 500;

    public static RouteGroupBuilder MapQuestions(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/questions").WithTags("Questions").ProducesProblems(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", SubmitHandler.SubmitAsync)
            .WithName("AskQuestion")
            .WithSummary("Ask a question of one or several tables")
            .WithDescription(
                "Answers at once with 202 and where to look; the answer comes later. Takes JSON, or a form with the fields question, context, "
                    + "options (JSON), tables (JSON) and files. "
                + "With the header Idempotency-Key the same question may be sent again without being asked twice: 200 with the question that "
                + "exists, 409 where the key belongs to another one.")
            .AcceptsExample<QuestionRequest>("question.json", "multipart/form-data")
            .ProducesProblems(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status409Conflict,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status429TooManyRequests);
        group.MapGet("", HistoryHandler.ListAsync)
            .WithName("ListQuestions")
            .WithSummary("Questions, newest first")
            .WithDescription(
                "Pages by 'before' = the last page's 'next'. 'search' looks into question, answer and names of tables; "
                    + "'status' takes one or several, separated by "
                    + "commas; 'model' is the exact name; 'since' a time (ISO 8601).")
            .ProducesProblems(StatusCodes.Status400BadRequest);
        group.MapGet("/{id}", FindAsync)
            .WithName("FindQuestion")
            .WithSummary("A question as it stands: status, answer, agreement, usage")
            .ProducesProblems(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/records", ReadRecordsAsync)
            .WithName("ReadRecords")
            .WithSummary("The run's records, in order")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        group.MapGet("/{id}/events", EventsHandler.WatchAsync)
            .EndsWithAccess()
            .WithName("WatchQuestion")
            .WithSummary("The run's records as they are written, as server-sent events")
            .WithDescription(
                "id = the record's sequence, data = the record as in 'records'. Resume with Last-Event-ID (or ?after=). Ends with 'event: end' "
                    + "after the terminal record.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        group.MapGet("/{id}/export", ExportHandler.ExportAsync)
            .WithName("ExportQuestion")
            .WithSummary("The whole run as one JSON file: question, records, prompts, tables")
            .ProducesProblems(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/cancel", CancelAsync)
            .WithName("CancelQuestion")
            .WithSummary("Cancel a question, wherever it stands")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        group.MapDelete("/{id}", DeleteAsync)
            .WithName("DeleteQuestion")
            .WithSummary("Remove an ended question and what only it used")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        app.MapGet("/prompts", ReadPromptsAsync)
            .WithTags("Questions")
            .WithName("ReadPrompts")
            .WithSummary("Texts of prompt parts by their hashes; unknown ones are left out")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        return group;
    }

    private static async Task<Results<Ok<QuestionView>, ProblemResult>> FindAsync(
        string id, IQuestionStore store, IQuestionQueue queue, CancellationToken cancellationToken)
    {
        if (await QuestionReader.FindViewAsync(store, id, cancellationToken) is not { } view)
        {
            return KnownProblems.QuestionNotFound(id);
        }

        return view.Status == QuestionStatus.Queued && await queue.AheadAsync(id, cancellationToken) is > 0 and var ahead
            ? TypedResults.Ok(
                view with { Message = $"{view.Message} {ahead} {(ahead == 1 ? "question is" : "questions are")} ahead.".TrimStart(), Ahead = ahead })
            : TypedResults.Ok(view);
    }

    private static async Task<JsonHttpResult<IReadOnlyList<StoredRecord>>> ReadRecordsAsync(
        string id, IQuestionStore store, CancellationToken cancellationToken, int after = 0)
    {
        Paging.Require("after", after, 0, int.MaxValue);
        await QuestionReader.RequireAsync(store, id, cancellationToken);
        return TypedResults.Json(await store.ReadRecordsAsync(id, after, cancellationToken), MactJson.Default.IReadOnlyListStoredRecord);
    }

    private static async Task<Results<Accepted<QuestionRef>, ProblemResult>> CancelAsync(
        string id, IQuestionQueue queue, IQuestionStore store, CancellationToken cancellationToken)
    {
        await QuestionReader.RequireAsync(store, id, cancellationToken);
        return await queue.CancelAsync(id, cancellationToken)
            ? TypedResults.Accepted(QuestionLinks.Self(id), new QuestionRef(id, QuestionLinks.Of(id)))
            : ProblemResult.Conflict(
                ProblemCodes.QuestionEnded,
                "The question has ended already",
                "There is nothing left to cancel; GET the question to see how it ended.");
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(string id, IQuestionStore store, CancellationToken cancellationToken)
    {
        await QuestionReader.RequireAsync(store, id, cancellationToken);
        return await store.DeleteAsync(id, cancellationToken)
            ? TypedResults.NoContent()
            : ProblemResult.Conflict(ProblemCodes.QuestionNotEnded, "The question has not ended", "Cancel it first, then delete it.");
    }

    private static async Task<Results<Ok<IReadOnlyDictionary<string, string>>, ProblemResult>> ReadPromptsAsync(
        string[] hash, IQuestionStore store, CancellationToken cancellationToken) => hash.Length > MaxPromptHashes
            ? ProblemResult.BadRequest(
                ProblemCodes.InvalidParameter, "Too many hashes", $"At most {MaxPromptHashes} may be given at once; split the request.")
            : TypedResults.Ok(await store.ReadPromptPartsAsync([.. hash.Where(QuestionReader.IsId)], cancellationToken));
}
