using System.Diagnostics;
using System.Net.Mime;
using Mact.Core.Questions;

namespace Mact.Api.Http;

/// <summary>A problem as a result: status, stable code, words, and when to try again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable, camelCase.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Sentence">What was found and what to do next.</param>
public sealed record ProblemResult(int Status, string Code, string Title, Sentence Sentence) : IResult, IStatusCodeHttpResult
{
    /// <summary>What was found and what to do next, and when, in English.</summary>
    public string Detail => RetryAfter is { } wait ? $"{Sentence} Try again in {Duration(wait)}." : Sentence.ToString();

    /// <summary>Messages by field; null where there is but one thing to say.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Sent as Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0");
        }

        var traceId = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier;
        var body = new ProblemBody($"urn:mact:problem:{Code}", Title, Status, Detail, Code, traceId, Errors)
        {
            // Beside it, when to try again is in the header.
            Sentence = RetryAfter is null ? Sentence.WithValues() : Sentence,
        };
        return response.WriteAsJsonAsync(body, ApiJson.Relaxed.ProblemBody, MediaTypeNames.Application.ProblemJson, httpContext.RequestAborted);
    }

    private static string Duration(TimeSpan wait) => wait switch
    {
        { TotalMinutes: < 2 } => $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds)):0} s",
        { TotalHours: < 2 } => $"{Math.Ceiling(wait.TotalMinutes):0} min",
        _ => $"{Math.Ceiling(wait.TotalHours):0} h",
    };

    /// <summary>A request that cannot be understood or breaks a rule.</summary>
    public static ProblemResult BadRequest(string code, string title, Sentence detail) => new(StatusCodes.Status400BadRequest, code, title, detail);

    /// <summary>What was asked for is not there.</summary>
    public static ProblemResult NotFound(string code, string title, Sentence detail) => new(StatusCodes.Status404NotFound, code, title, detail);

    /// <summary>It cannot be done in the state that things are in.</summary>
    public static ProblemResult Conflict(string code, string title, Sentence detail) => new(StatusCodes.Status409Conflict, code, title, detail);

    /// <summary>A limit on size was passed.</summary>
    public static ProblemResult TooLarge(string code, string title, Sentence detail) =>
        new(StatusCodes.Status413PayloadTooLarge, code, title, detail);
}

/// <summary>A problem as it leaves the Api (RFC 9457), always with a stable code.</summary>
/// <param name="Type">A URI that names the kind of problem.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What was found, what was tried and what to do next.</param>
/// <param name="Code">Stable, camelCase; see <see cref="ProblemCodes"/>.</param>
/// <param name="TraceId">W3C trace id of the request, to find it in logs and traces.</param>
/// <param name="Errors">Messages by field, where the request names several things that are wrong; else null.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string TraceId,
    IReadOnlyDictionary<string, string[]>? Errors)
{
    /// <summary>The detail with its values, without when to try again; null where it is the detail.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>Problems that more than one place answers with.</summary>
internal static class KnownProblems
{
    public static ProblemResult BodyTooLarge { get; } = ProblemResult.TooLarge(
        ProblemCodes.TooManyBytes,
        "The request is too large",
        "Its body is larger than this server takes. Leave out columns or rows that the question does not need, or store the tables one by one with "
            + "POST /tables.");

    public static ProblemResult QuestionNotFound(string id) => ProblemResult.NotFound(
        ProblemCodes.QuestionNotFound,
        "There is no such question",
        $"No question has the id '{Shorten(id)}'. It was never asked here, was deleted, or its time of retention has passed.");

    public static ProblemResult TableNotFound(string id) => ProblemResult.NotFound(
        ProblemCodes.TableNotFound,
        "There is no such table",
        $"No table has the id '{Shorten(id)}'. Tables that no question uses are kept for a while only; store it again with POST /tables.");

    public static ProblemResult StoreUnavailable(StoreUnavailableException exception) => exception.IsFull
        ? new(
            StatusCodes.Status507InsufficientStorage,
            ProblemCodes.StoreFull,
            "There is no room for this",
            "The store is full, and nothing was stored. Delete questions or evaluations that are no longer needed, or ask whoever runs this Mact for "
                + "more memory.")
        : new(
        StatusCodes.Status503ServiceUnavailable,
        ProblemCodes.StoreUnavailable,
        "The store is not available",
        $"{(Sentence)exception.Message} Nothing was lost; the same request can be sent again.")
        {
            RetryAfter = exception.RetryAfter,
        };

    /// <summary>What a bare status means here; <paramref name="detail"/> where the framework has better words.</summary>
    public static ProblemResult OfStatus(int status, string? detail = null) => status switch
    {
        StatusCodes.Status401Unauthorized => new(
            status,
            ProblemCodes.NotSignedIn,
            "You are not signed in",
            "Send a valid key or access token in the header Authorization: Bearer …. An admin makes keys with POST /keys."),
        StatusCodes.Status404NotFound => ProblemResult.NotFound(
            ProblemCodes.NoSuchPath, "There is nothing at this path", "The paths are described at /openapi/v1.json and, for people, at /scalar."),
        StatusCodes.Status405MethodNotAllowed => new(
            status, ProblemCodes.MethodNotAllowed, "This path does not take that method", "The Allow header lists the methods that it takes."),
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType(null),
        >= StatusCodes.Status500InternalServerError => new(
            status,
            ProblemCodes.Internal,
            "The Api failed",
            "This is a fault of the Api, not of the request. The log has the details under the trace id given here."),
        _ => new(
            status,
            ProblemCodes.BadRequest,
            "The request cannot be understood",
            detail is null ? "It is not a well-formed request for this path." : (Sentence)$"{detail}"),
    };

    public static ProblemResult UnsupportedMediaType(string? contentType) => new(
        StatusCodes.Status415UnsupportedMediaType,
        ProblemCodes.UnsupportedMediaType,
        "This kind of content is not taken here",
        $"{(contentType is null ? "The request has no usable Content-Type." : (Sentence)$"'{Shorten(contentType)}' is not taken."):words} "
            + $"Send application/json or multipart/form-data; tables may also be sent as text/csv, text/tab-separated-values, or an Excel workbook.");

    /// <summary>Text of a client, short enough to be said back.</summary>
    public static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");
}

/// <summary>Ends the reading of a request from wherever the fault is found; becomes the response.</summary>
public sealed class RequestRefusedException : Exception
{
    public RequestRefusedException()
        : this("The request is refused.")
    {
    }

    public RequestRefusedException(string message)
        : this(message, null)
    {
    }

    public RequestRefusedException(string message, Exception? innerException)
        : base(message, innerException) =>
        Problem = ProblemResult.BadRequest(ProblemCodes.BadRequest, "The request cannot be understood", message);

    public RequestRefusedException(ProblemResult problem, Exception? innerException = null)
        : base(problem.Title, innerException) => Problem = problem;

    /// <summary>What the client is told.</summary>
    public ProblemResult Problem { get; }
}

/// <summary>Collects everything that is wrong with a request, so that it can be mended in one go.</summary>
internal sealed class Violations
{
    // Whoever makes more mistakes mends these first.
    private const int Max = 100;

    private readonly List<(string Field, string Code, string Title, Sentence Message)> _found = [];

    /// <summary>Notes something wrong. The first one gives the problem its code and title.</summary>
    /// <exception cref="RequestRefusedException">It is the hundredth.</exception>
    public void Add(string field, string code, string title, Sentence message)
    {
        _found.Add((field, code, title, message));
        if (_found.Count == Max)
        {
            ThrowIfAny();
        }
    }

    /// <summary>Ends the request if anything is wrong with it.</summary>
    /// <exception cref="RequestRefusedException">Something was noted.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count == 0)
        {
            return;
        }

        var (_, code, title, _) = _found[0];
        throw new RequestRefusedException(ProblemResult.BadRequest(code, title, Sentence.Join(_found.Select(static found => found.Message))) with
        {
            Errors = _found
                .GroupBy(static found => found.Field, StringComparer.Ordinal)
                .ToDictionary(
                    static field => field.Key,
                    static field => field.Select(static found => found.Message.ToString()).ToArray(),
                    StringComparer.Ordinal),
        });
    }
}
