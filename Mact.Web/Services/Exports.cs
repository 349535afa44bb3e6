using System.Net.Mime;
using System.Text;
using Mact.Web.Access;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Services;

/// <summary>A run as a file: question, records, prompts and tables, passed through from the Api.</summary>
public static class ExportEndpoint
{
    /// <summary>Maps <c>/export/{id}</c>.</summary>
    public static IEndpointConventionBuilder MapExport(this IEndpointRouteBuilder app) =>
        app.MapGet("/export/{id}", DownloadAsync).ExcludeFromDescription();

    /// <summary>Where the export of a question is.</summary>
    public static string PathOf(string id) => $"/export/{Uri.EscapeDataString(id)}";

    private static Task<IResult> DownloadAsync(string id, HttpContext context, VisitorClients clients, CancellationToken cancellationToken) =>
        PassedOn.AsFileAsync(
            context, clients, $"questions/{Uri.EscapeDataString(id)}/export", MediaTypeNames.Application.Json, $"mact-run-{PassedOn.NameOf(id)}.json",
            cancellationToken);
}

/// <summary>The result that a run's answer is, as a CSV file that spreadsheets open.</summary>
public static class ResultEndpoint
{
    /// <summary>Maps <c>/export/{id}/result.csv</c>.</summary>
    public static IEndpointConventionBuilder MapResult(this IEndpointRouteBuilder app) =>
        app.MapGet("/export/{id}/result.csv", DownloadAsync).ExcludeFromDescription();

    /// <summary>Where the result of a question is.</summary>
    public static string PathOf(string id) => $"/export/{Uri.EscapeDataString(id)}/result.csv";

    private static async Task<IResult> DownloadAsync(
        string id, MactClient api, IStringLocalizer<Texts> t, CancellationToken cancellationToken)
    {
        if (await api.ReadRecordsAsync(id, cancellationToken) is not ApiResult<IReadOnlyList<StoredRecord>>.Ok { Value: var records }
            || RunTimeline.From(records) is not { Question: { } question } run || AnswerResult.Of(run, SourceForms.None) is not { } result)
        {
            return TypedResults.NotFound();
        }

        if (
            result is { IsWhole: false, Sql: { } sql }
                && await api.QueryAsync(new(sql, question.Tables), cancellationToken) is ApiResult<QueryResult>.Ok { Value: var whole })
        {
            result = result.With(whole.Columns, whole.Rows, whole.RowCount, SourceForms.None);
        }

        // With the mark by which spreadsheets know UTF-8.
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(result.ToCsv(t))];
        return TypedResults.File(bytes, "text/csv; charset=utf-8", "mact-result.csv");
    }
}

/// <summary>An evaluation as a file, passed through from the Api: results as CSV, the report as JSON or Markdown.</summary>
public static class EvaluationExports
{
    private static readonly (string Kind, string Ending, string MediaType)[] Kinds =
        [("csv", "csv", "text/csv"), ("json", "json", MediaTypeNames.Application.Json), ("markdown", "md", "text/markdown")];

    /// <summary>Maps <c>/export/evaluations/{id}/{kind}</c>.</summary>
    public static IEndpointConventionBuilder MapEvaluationExports(this IEndpointRouteBuilder app) =>
        app.MapGet("/export/evaluations/{id}/{kind}", DownloadAsync).ExcludeFromDescription();

    /// <summary>Where the export of an evaluation is.</summary>
    public static string PathOf(string id, string kind) => $"/export/evaluations/{Uri.EscapeDataString(id)}/{kind}";

    private static async Task<IResult> DownloadAsync(
        string id, string kind, HttpContext context, VisitorClients clients, CancellationToken cancellationToken) =>
        Array.Find(Kinds, known => known.Kind == kind) is { Kind: not null } chosen
            ? await PassedOn.AsFileAsync(
                context,
                clients,
                $"evaluations/{Uri.EscapeDataString(id)}/export?as={chosen.Kind}",
                chosen.MediaType,
                $"mact-evaluation-{PassedOn.NameOf(id)}.{chosen.Ending}",
                cancellationToken)
            : TypedResults.NotFound();
}

/// <summary>What the Api answers, passed on to the browser as a file while it comes.</summary>
internal static class PassedOn
{
    public static async Task<IResult> AsFileAsync(
        HttpContext context, VisitorClients clients, string path, string mediaType, string fileName, CancellationToken cancellationToken)
    {
        try
        {
            var response = await clients.Create(UploadEndpoint.ClientName, ServicesExtensions.LongPatience).GetAsync(
                new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            context.Response.RegisterForDispose(response);
            return response.IsSuccessStatusCode
                ? TypedResults.Stream(await response.Content.ReadAsStreamAsync(cancellationToken), mediaType, fileName)
                : Problem(await ApiProblem.ReadAsync(response, cancellationToken));
        }
        catch (HttpRequestException)
        {
            return Problem(ApiProblem.Unreachable);
        }
    }

    /// <summary>An id as a part of a file's name.</summary>
    public static string NameOf(string id) => string.Concat(id.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static IResult Problem(ApiProblem problem) =>
        TypedResults.Problem(
            problem.Detail, title: problem.Title, statusCode: problem.Status == 0 ? StatusCodes.Status502BadGateway : problem.Status);
}
