using System.Net.Mime;

namespace Mact.Web.ApiAccess;

/// <summary>The records of a run as a file: everything that is kept of it.</summary>
public static class ExportEndpoint
{
    /// <summary>Maps <c>/export/{id}</c>.</summary>
    public static IEndpointConventionBuilder MapExport(this IEndpointRouteBuilder app) => app.MapGet("/export/{id}", DownloadAsync).ExcludeFromDescription();

    /// <summary>Where the export of a question is.</summary>
    public static string PathOf(string id) => $"/export/{Uri.EscapeDataString(id)}";

    private static async Task<IResult> DownloadAsync(string id, ApiClient api, CancellationToken cancellationToken)
    {
        var records = await api.ReadRecordsAsync(id, cancellationToken);
        return records switch
        {
            ApiResult<IReadOnlyList<Core.Runs.StoredRecord>>.Ok { Value: { Count: > 0 } value } => TypedResults.File(
                System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, Core.MactJson.Default.IReadOnlyListStoredRecord),
                MediaTypeNames.Application.Json,
                $"mact-run-{FileName(id)}.json"),
            ApiResult<IReadOnlyList<Core.Runs.StoredRecord>>.Failed { Problem: { IsNotFound: false } problem } =>
                TypedResults.Problem(problem.Detail, title: problem.Title, statusCode: problem.Status == 0 ? StatusCodes.Status502BadGateway : problem.Status),
            _ => TypedResults.Problem("It was deleted, or its time of retention has passed.", title: "There is no such run", statusCode: StatusCodes.Status404NotFound),
        };
    }

    private static string FileName(string id) => string.Concat(id.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
