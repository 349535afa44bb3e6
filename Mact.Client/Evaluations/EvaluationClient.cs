using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mact.Client.Evaluations;

/// <summary>The evaluations of the Api over HTTP.</summary>
public sealed class EvaluationClient(HttpClient http)
{
    private readonly MactClient _api = new(http);

    // A data set is mostly quotation marks.
    private static JsonTypeInfo<EvaluationRequest> Relaxed => EvaluationJson.Relaxed.EvaluationRequest;

    /// <summary>Evaluations, newest first.</summary>
    /// <param name="before">The page before's <see cref="EvaluationList.Next"/>; null = from the newest.</param>
    /// <param name="limit">Evaluations of one page.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ApiResult<EvaluationList>> ListAsync(string? before, int limit, CancellationToken cancellationToken) =>
        _api.GetAsync(
            MactClient.Query("evaluations", ("limit", Number(limit)), ("before", before)), EvaluationJson.Default.EvaluationList, cancellationToken);

    /// <summary>An evaluation as it stands; the reports go through all results and may be left out.</summary>
    public Task<ApiResult<EvaluationView>> FindAsync(string id, bool reports, CancellationToken cancellationToken) =>
        _api.GetAsync(MactClient.Query(Path(id), ("reports", reports ? null : "false")), EvaluationJson.Default.EvaluationView, cancellationToken);

    /// <summary>Every result, in the order of arms, repeats and rows.</summary>
    public Task<ApiResult<IReadOnlyList<ItemResult>>> ReadResultsAsync(string id, CancellationToken cancellationToken) =>
        _api.GetAsync($"{Path(id)}/results", EvaluationJson.Default.IReadOnlyListItemResult, cancellationToken);

    /// <summary>A page of the results that fit.</summary>
    public Task<ApiResult<ItemPage>> ReadItemsAsync(string id, ItemFilter filter, int offset, int limit, CancellationToken cancellationToken)
    {
        return _api.GetAsync(
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
    }

    /// <summary>Two arms side by side; null = the first arm.</summary>
    public Task<ApiResult<RunComparison>> CompareAsync(string id, string? arm, string other, string? otherArm, CancellationToken cancellationToken) =>
        _api.GetAsync(
            MactClient.Query($"{Path(id)}/compare/{Uri.EscapeDataString(other)}", ("arm", arm), ("otherArm", otherArm)),
            EvaluationJson.Default.RunComparison,
            cancellationToken);

    /// <summary>Reads a data set without asking anything.</summary>
    public Task<ApiResult<DataSetCheck>> CheckAsync(EvaluationRequest request, CancellationToken cancellationToken) =>
        _api.PostAsync("evaluations/check", request, Relaxed, EvaluationJson.Default.DataSetCheck, cancellationToken);

    /// <summary>Starts an evaluation.</summary>
    public Task<ApiResult<EvaluationView>> StartAsync(EvaluationRequest request, CancellationToken cancellationToken) =>
        _api.PostAsync("evaluations", request, Relaxed, EvaluationJson.Default.EvaluationView, cancellationToken);

    /// <summary>Starts an ended evaluation again, answered from its recorded replies.</summary>
    /// <param name="id">The id of the earlier one.</param>
    /// <param name="options">JSON of the question options that are given anew; an empty object = none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ApiResult<EvaluationView>> ReplayAsync(string id, string options, CancellationToken cancellationToken) => _api.SendAsync(
        HttpMethod.Post,
        "evaluations",
        new StringContent($$"""{"replayOf":{{JsonSerializer.Serialize(id, EvaluationJson.Default.String)}},"options":{{options}}}""", Encoding.UTF8, "application/json"),
        EvaluationJson.Default.EvaluationView,
        cancellationToken);

    /// <summary>Pauses, resumes or cancels.</summary>
    /// <param name="id">The id of the evaluation.</param>
    /// <param name="verb">pause, resume or cancel.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ApiResult<bool>> ChangeAsync(string id, string verb, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Post, $"{Path(id)}/{verb}", cancellationToken);

    /// <summary>Removes an evaluation with its questions and what only they used.</summary>
    public Task<ApiResult<bool>> DeleteAsync(string id, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Delete, Path(id), cancellationToken);

    private static string Path(string id) => $"evaluations/{Uri.EscapeDataString(id)}";

    private static string Number(int value) => value.ToString();
}
