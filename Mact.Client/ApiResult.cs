using System.Text.Json;

namespace Mact.Client;

/// <summary>What a request to the Api came to: a value, or a problem in words. Never an exception for what a person can act on.</summary>
public abstract record ApiResult<T>
{
    private ApiResult()
    {
    }

    /// <summary>The value, for callers that cannot go on without it.</summary>
    /// <exception cref="ApiProblemException">There is a problem instead.</exception>
    public T Require() => this switch
    {
        Ok ok => ok.Value,
        Failed failed => throw new ApiProblemException(failed.Problem),
        _ => throw new InvalidOperationException("A result is a value or a problem."),
    };

    /// <summary>The value; null, or the type's default, where there is a problem instead.</summary>
    public T? ValueOrDefault => this is Ok ok ? ok.Value : default;

    /// <summary>The problem; null where there is none.</summary>
    public ApiProblem? ProblemOrDefault => (this as Failed)?.Problem;

    /// <summary>The Api did what was asked.</summary>
    public sealed record Ok(T Value) : ApiResult<T>;

    /// <summary>The Api refused, or could not be reached.</summary>
    public sealed record Failed(ApiProblem Problem) : ApiResult<T>;
}

/// <summary>A problem where a caller needed a value.</summary>
public sealed class ApiProblemException(ApiProblem problem) : Exception(problem.Message)
{
    /// <summary>What the Api said.</summary>
    public ApiProblem Problem => problem;
}

/// <summary>Why a request gave nothing, as it is shown to a person. Read from problem details (RFC 9457), or whatever else an error response
/// holds.</summary>
/// <param name="Status">HTTP status; 0 where no response came.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Detail">What was tried and what to do next.</param>
public sealed record ApiProblem(int Status, string Title, string Detail)
{
    private const int MaxDetail = 600;

    /// <summary>One of <see cref="ProblemCodes"/>; null where the response named none.</summary>
    public string? Code { get; init; }

    /// <summary>The detail with its values; null where it has none.</summary>
    public Sentence? Sentence { get; init; }

    /// <summary>When it may be worth another try; null where that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What was asked for is not there.</summary>
    public bool IsNotFound => Status == 404;

    /// <summary>Title and detail as one sentence or two.</summary>
    public string Message => Detail.Length == 0 ? Title : $"{Title.TrimEnd('.')}. {Detail}";

    /// <summary>The Api process did not answer at all.</summary>
    public static ApiProblem Unreachable { get; } = new(
        0,
        "The Api does not answer",
        "It may still be starting, or it has stopped. Nothing that you entered is lost; try again in a moment, and look at the log of the api "
            + "process if it stays so.");

    /// <summary>The Api answered in a form that this client cannot read.</summary>
    public static ApiProblem Unreadable { get; } = new(
        0,
        "The Api answered in a form that this page does not know",
        "Page and Api are probably of different versions; start both from the same build.");

    /// <summary>The problem that a response with an error status stands for.</summary>
    public static async Task<ApiProblem> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        Parse((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers.RetryAfter?.Delta);

    /// <summary>The problem that a status and a body stand for.</summary>
    public static ApiProblem Parse(int status, string body, TimeSpan? retryAfter = null)
    {
        var (title, detail, code, sentence) = FromJson(body);
        detail ??= string.Empty;
        return new(
            status, title ?? TitleOf(status), detail.Length <= MaxDetail ? detail : detail[..MaxDetail] + "…")
        { Code = code, Sentence = sentence, RetryAfter = retryAfter };
    }

    private static (string? Title, string? Detail, string? Code, Sentence? Sentence) FromJson(string body)
    {
        if (string.IsNullOrWhiteSpace(body) || body[0] != '{')
        {
            return default;
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

            var sentence = root.TryGetProperty("sentence", out var said) ? said.Deserialize(MactJson.Default.Sentence) : null;
            return (Text(root, "title"), details.Count == 0 ? null : string.Join(" ", details), Text(root, "code"), sentence);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string TitleOf(int status) => status switch
    {
        404 => "It is not there (any more)",
        413 => "That is too large",
        429 => "The queue is full",
        503 => "The Api is not ready",
        >= 500 => "The Api failed",
        _ => "The Api refused the request",
    };
}
