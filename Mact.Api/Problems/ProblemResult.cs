using System.Diagnostics;
using System.Globalization;
using System.Net.Mime;
using Mact.Api.Http;

namespace Mact.Api.Problems;

/// <summary>A problem as a result: status, stable code, words, and when to try again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable, camelCase.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Detail">What was found and what to do next.</param>
public sealed record ProblemResult(int Status, string Code, string Title, string Detail) : IResult, IStatusCodeHttpResult
{
    /// <summary>Messages by field; null where there is but one thing to say.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Sent as Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        }

        var traceId = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier;
        var body = new ProblemBody($"urn:mact:problem:{Code}", Title, Status, Detail, Code, traceId, Errors);
        return response.WriteAsJsonAsync(body, ApiJson.Relaxed.ProblemBody, MediaTypeNames.Application.ProblemJson, httpContext.RequestAborted);
    }

    /// <summary>A request that cannot be understood or breaks a rule.</summary>
    public static ProblemResult BadRequest(string code, string title, string detail) => new(StatusCodes.Status400BadRequest, code, title, detail);

    /// <summary>What was asked for is not there.</summary>
    public static ProblemResult NotFound(string code, string title, string detail) => new(StatusCodes.Status404NotFound, code, title, detail);

    /// <summary>It cannot be done in the state that things are in.</summary>
    public static ProblemResult Conflict(string code, string title, string detail) => new(StatusCodes.Status409Conflict, code, title, detail);

    /// <summary>A limit on size was passed.</summary>
    public static ProblemResult TooLarge(string code, string title, string detail) => new(StatusCodes.Status413PayloadTooLarge, code, title, detail);
}
