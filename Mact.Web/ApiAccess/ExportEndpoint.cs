using System.Net.Mime;
using Mact.Web.Uploads;

namespace Mact.Web.ApiAccess;

/// <summary>A run as a file: question, records, prompts and tables, passed through from the Api.</summary>
public static class ExportEndpoint
{
    /// <summary>Maps <c>/export/{id}</c>.</summary>
    public static IEndpointConventionBuilder MapExport(this IEndpointRouteBuilder app) => app.MapGet("/export/{id}", DownloadAsync).ExcludeFromDescription();

    /// <summary>Where the export of a question is.</summary>
    public static string PathOf(string id) => $"/export/{Uri.EscapeDataString(id)}";

    private static async Task<IResult> DownloadAsync(string id, HttpContext context, IHttpClientFactory clients, CancellationToken cancellationToken)
    {
        try
        {
            var path = new Uri($"questions/{Uri.EscapeDataString(id)}/export", UriKind.Relative);
            var response = await clients.CreateClient(UploadEndpoint.ClientName).GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            context.Response.RegisterForDispose(response);
            return response.IsSuccessStatusCode
                ? TypedResults.Stream(await response.Content.ReadAsStreamAsync(cancellationToken), MediaTypeNames.Application.Json, $"mact-run-{FileName(id)}.json")
                : Problem(await ApiProblem.ReadAsync(response, cancellationToken));
        }
        catch (HttpRequestException)
        {
            return Problem(ApiProblem.Unreachable);
        }
    }

    private static IResult Problem(ApiProblem problem) =>
        TypedResults.Problem(problem.Detail, title: problem.Title, statusCode: problem.Status == 0 ? StatusCodes.Status502BadGateway : problem.Status);

    private static string FileName(string id) => string.Concat(id.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
