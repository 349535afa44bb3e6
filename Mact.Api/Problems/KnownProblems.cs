using Mact.Core.Questions;

namespace Mact.Api.Problems;

/// <summary>Problems that more than one place answers with.</summary>
internal static class KnownProblems
{
    public static ProblemResult BodyTooLarge { get; } = ProblemResult.TooLarge(
        ProblemCodes.TooManyBytes,
        "The request is too large",
        "Its body is larger than this server takes. Leave out columns or rows that the question does not need, or store the tables one by one with POST /tables.");

    public static ProblemResult QuestionNotFound(string id) => ProblemResult.NotFound(
        ProblemCodes.QuestionNotFound,
        "There is no such question",
        $"No question has the id '{Shorten(id)}'. It was never asked here, was deleted, or its time of retention has passed.");

    public static ProblemResult TableNotFound(string id) => ProblemResult.NotFound(
        ProblemCodes.TableNotFound,
        "There is no such table",
        $"No table has the id '{Shorten(id)}'. Tables that no question uses are kept for a while only; store it again with POST /tables.");

    public static ProblemResult StoreUnavailable(StoreUnavailableException exception) => new(
        StatusCodes.Status503ServiceUnavailable,
        ProblemCodes.StoreUnavailable,
        "The store is not available",
        $"{exception.Message} Nothing was lost; the same request can be sent again.")
    {
        RetryAfter = exception.RetryAfter,
    };

    /// <summary>What a bare status means here; <paramref name="detail"/> where the framework has better words.</summary>
    public static ProblemResult OfStatus(int status, string? detail = null) => status switch
    {
        StatusCodes.Status404NotFound => ProblemResult.NotFound(
            ProblemCodes.NoSuchPath, "There is nothing at this path", "The paths are described at /openapi/v1.json and, for people, at /scalar."),
        StatusCodes.Status405MethodNotAllowed => new(
            status, ProblemCodes.MethodNotAllowed, "This path does not take that method", "The Allow header lists the methods that it takes."),
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType(null),
        >= StatusCodes.Status500InternalServerError => new(
            status, ProblemCodes.Internal, "The Api failed", "This is a fault of the Api, not of the request. The log has the details under the trace id given here."),
        _ => new(status, ProblemCodes.BadRequest, "The request cannot be understood", detail ?? "It is not a well-formed request for this path."),
    };

    public static ProblemResult UnsupportedMediaType(string? contentType) => new(
        StatusCodes.Status415UnsupportedMediaType,
        ProblemCodes.UnsupportedMediaType,
        "This kind of content is not taken here",
        (contentType is null ? "The request has no usable Content-Type." : $"'{Shorten(contentType)}' is not taken.")
        + " Send application/json or multipart/form-data; tables may also be sent as text/csv, text/tab-separated-values, or an Excel workbook.");

    /// <summary>Text of a client, short enough to be said back.</summary>
    public static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");
}
