using System.Text.Json;

namespace Mact.Web.ApiAccess;

/// <summary>Why a request gave nothing, as it is shown to a person.</summary>
/// <param name="Status">HTTP status; 0 where no response came.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Detail">What was tried and what to do next.</param>
public sealed record ApiProblem(int Status, string Title, string Detail)
{
    /// <summary>The thing that was asked for is not there.</summary>
    public bool IsNotFound => Status == StatusCodes.Status404NotFound;

    /// <summary>When it may be worth another try; null where that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Title and detail as one sentence or two.</summary>
    public string InWords => Detail.Length == 0 ? Title : $"{Title.TrimEnd('.')}. {Detail}";

    /// <summary>The Api process did not answer at all.</summary>
    public static ApiProblem Unreachable { get; } = new(
        0,
        "The Api does not answer",
        "It may still be starting, or it has stopped. Nothing that you entered is lost; try again in a moment, and look at the log of the api process if it stays so.");
}

/// <summary>Reads problem details (RFC 9457) and whatever else an error response holds into words.</summary>
public static class ApiProblemReader
{
    private const int MaxDetail = 600;

    /// <summary>The problem that a response with an error status stands for.</summary>
    public static async Task<ApiProblem> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return Parse((int)response.StatusCode, body, response.Headers.RetryAfter?.Delta);
    }

    /// <summary>The problem that a status and a body stand for.</summary>
    public static ApiProblem Parse(int status, string body, TimeSpan? retryAfter = null)
    {
        var (title, detail) = FromJson(body);
        title ??= Words(status);
        detail ??= string.Empty;
        return new(status, title, detail.Length <= MaxDetail ? detail : detail[..MaxDetail] + "…") { RetryAfter = retryAfter };
    }

    private static (string? Title, string? Detail) FromJson(string body)
    {
        if (string.IsNullOrWhiteSpace(body) || body[0] != '{')
        {
            return (null, null);
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var details = new List<string>();
            if (Text(root, "detail") is { } detail)
            {
                details.Add(detail);
            }

            if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
            {
                details.AddRange(errors.EnumerateObject()
                    .Where(static field => field.Value.ValueKind == JsonValueKind.Array)
                    .SelectMany(static field => field.Value.EnumerateArray().Select(message => $"{field.Name}: {message}")));
            }

            return (Text(root, "title"), details.Count == 0 ? null : string.Join(" ", details));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Words(int status) => status switch
    {
        StatusCodes.Status404NotFound => "It is not there (any more)",
        StatusCodes.Status413PayloadTooLarge => "That is too large",
        StatusCodes.Status429TooManyRequests => "The queue is full",
        StatusCodes.Status503ServiceUnavailable => "The Api is not ready",
        >= 500 => "The Api failed",
        _ => "The Api refused the request",
    };
}

/// <summary>What a request to the Api came to: a value, or a problem in words. Never an exception for what a person can act on.</summary>
public abstract record ApiResult<T>
{
    private ApiResult()
    {
    }

    /// <summary>The Api did what was asked.</summary>
    public sealed record Ok(T Value) : ApiResult<T>;

    /// <summary>The Api refused, or could not be reached.</summary>
    public sealed record Failed(ApiProblem Problem) : ApiResult<T>;
}
