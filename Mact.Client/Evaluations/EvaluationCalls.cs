using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mact.Client.Evaluations;

/// <summary>The evaluations of the Api.</summary>
public static class EvaluationCalls
{
    /// <summary>Evaluations, newest first.</summary>
    /// <param name="client">The Api.</param>
    /// <param name="before">The page before's <see cref="EvaluationList.Next"/>; null = from the newest.</param>
    /// <param name="limit">Evaluations of one page.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static Task<ApiResult<EvaluationList>> ListEvaluationsAsync(this MactClient client, string? before, int limit, CancellationToken cancellationToken) =>
        client.GetAsync(MactClient.Query("evaluations", ("limit", Number(limit)), ("before", before)), EvaluationJson.Default.EvaluationList, cancellationToken);

    /// <summary>An evaluation as it stands; the reports go through all results and may be left out.</summary>
    public static Task<ApiResult<EvaluationView>> FindEvaluationAsync(this MactClient client, string id, bool reports, CancellationToken cancellationToken) =>
        client.GetAsync(MactClient.Query(Path(id), ("reports", reports ? null : "false")), EvaluationJson.Default.EvaluationView, cancellationToken);

    /// <summary>Every result, in the order of arms, repeats and rows.</summary>
    public static Task<ApiResult<IReadOnlyList<ItemResult>>> ReadResultsAsync(this MactClient client, string id, CancellationToken cancellationToken) =>
        client.GetAsync($"{Path(id)}/results", EvaluationJson.Default.IReadOnlyListItemResult, cancellationToken);

    /// <summary>A page of the results that fit.</summary>
    public static Task<ApiResult<ItemPage>> ReadItemsAsync(this MactClient client, string id, ItemFilter filter, int offset, int limit, CancellationToken cancellationToken) =>
        client.GetAsync(
            MactClient.Query(
                $"{Path(id)}/items",
                ("offset", Number(offset)),
                ("limit", Number(limit)),
                ("arm", filter.Arm),
                ("verdict", filter.Verdict is { } verdict ? JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString()) : null),
                ("outcome", filter.Outcome),
                ("type", filter.Type),
                ("search", string.IsNullOrWhiteSpace(filter.Search) ? null : filter.Search.Trim())),
            EvaluationJson.Default.ItemPage,
            cancellationToken);

    /// <summary>Two arms side by side; null = the first arm.</summary>
    public static Task<ApiResult<RunComparison>> CompareEvaluationsAsync(this MactClient client, string id, string? arm, string other, string? otherArm, CancellationToken cancellationToken) =>
        client.GetAsync(
            MactClient.Query($"{Path(id)}/compare/{Uri.EscapeDataString(other)}", ("arm", arm), ("otherArm", otherArm)), EvaluationJson.Default.RunComparison, cancellationToken);

    /// <summary>Reads a data set without asking anything.</summary>
    public static Task<ApiResult<DataSetCheck>> CheckDataSetAsync(this MactClient client, EvaluationRequest request, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Post, "evaluations/check", Body(request), EvaluationJson.Default.DataSetCheck, cancellationToken);

    /// <summary>Starts an evaluation.</summary>
    public static Task<ApiResult<EvaluationView>> StartEvaluationAsync(this MactClient client, EvaluationRequest request, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Post, "evaluations", Body(request), EvaluationJson.Default.EvaluationView, cancellationToken);

    /// <summary>Pauses, resumes or cancels.</summary>
    /// <param name="client">The Api.</param>
    /// <param name="id">Of the evaluation.</param>
    /// <param name="verb">pause, resume or cancel.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static Task<ApiResult<bool>> ChangeEvaluationAsync(this MactClient client, string id, string verb, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Post, $"{Path(id)}/{verb}", cancellationToken);

    /// <summary>Removes an evaluation with its questions and what only they used.</summary>
    public static Task<ApiResult<bool>> DeleteEvaluationAsync(this MactClient client, string id, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Delete, Path(id), cancellationToken);

    // A data set is mostly quotation marks, which need not be escaped as for a web page.
    private static JsonContent Body(EvaluationRequest request) => JsonContent.Create(request, EvaluationJson.Relaxed.EvaluationRequest);

    private static string Path(string id) => $"evaluations/{Uri.EscapeDataString(id)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
