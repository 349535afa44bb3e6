using System.Text.Json;

namespace Mact.Web.ApiAccess;

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
