using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mact.Web.Services;

/// <summary>The evaluations of the Api over HTTP.</summary>
public sealed class EvaluationClient(HttpClient http, ILogger<ApiClient> logger)
{
    // A data set is mostly quotation marks, which need not be escaped as for a web page.
    private static readonly JsonSerializerOptions Plain = new(ApiJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ApiClient _api = new(http, logger);

    /// <summary>Evaluations, newest first.</summary>
    /// <param name="before">The page before's <see cref="EvaluationList.Next"/>; null = from the newest.</param>
    /// <param name="limit">Evaluations of one page.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ApiResult<EvaluationList>> ListAsync(string? before, int limit, CancellationToken cancellationToken) =>
        GetAsync<EvaluationList>(Query("evaluations", ("limit", Number(limit)), ("before", before)), cancellationToken);

    /// <summary>An evaluation as it stands; the reports go through all results and may be left out.</summary>
    public Task<ApiResult<EvaluationView>> FindAsync(string id, bool reports, CancellationToken cancellationToken) =>
        GetAsync<EvaluationView>(Query(Path(id), ("reports", reports ? null : "false")), cancellationToken);

    /// <summary>A page of the results that fit.</summary>
    public Task<ApiResult<ItemPage>> ReadItemsAsync(string id, ItemFilter filter, int offset, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return GetAsync<ItemPage>(
            Query(
                $"{Path(id)}/items",
                ("offset", Number(offset)),
                ("limit", Number(limit)),
                ("arm", filter.Arm),
                ("verdict", filter.Verdict is { } verdict ? JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString()) : null),
                ("outcome", filter.Outcome),
                ("type", filter.Type),
                ("search", string.IsNullOrWhiteSpace(filter.Search) ? null : filter.Search.Trim())),
            cancellationToken);
    }

    /// <summary>Two arms side by side; null = the first arm.</summary>
    public Task<ApiResult<RunComparison>> CompareAsync(string id, string? arm, string other, string? otherArm, CancellationToken cancellationToken) =>
        GetAsync<RunComparison>(Query($"{Path(id)}/compare/{Uri.EscapeDataString(other)}", ("arm", arm), ("otherArm", otherArm)), cancellationToken);

    /// <summary>Reads a data set without asking anything.</summary>
    public Task<ApiResult<DataSetCheck>> CheckAsync(EvaluationRequest request, CancellationToken cancellationToken) =>
        _api.SendAsync<DataSetCheck>(HttpMethod.Post, "evaluations/check", JsonContent.Create(request, options: Plain), cancellationToken);

    /// <summary>Starts an evaluation.</summary>
    public Task<ApiResult<EvaluationView>> StartAsync(EvaluationRequest request, CancellationToken cancellationToken) =>
        _api.SendAsync<EvaluationView>(HttpMethod.Post, "evaluations", JsonContent.Create(request, options: Plain), cancellationToken);

    /// <summary>Pauses, resumes or cancels.</summary>
    /// <param name="id">Of the evaluation.</param>
    /// <param name="verb">pause, resume or cancel.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ApiResult<JsonElement>> ChangeAsync(string id, string verb, CancellationToken cancellationToken) =>
        _api.SendAsync<JsonElement>(HttpMethod.Post, $"{Path(id)}/{verb}", content: null, cancellationToken);

    /// <summary>Removes an evaluation with its questions and what only they used.</summary>
    public Task<ApiResult<JsonElement>> DeleteAsync(string id, CancellationToken cancellationToken) =>
        _api.SendAsync<JsonElement>(HttpMethod.Delete, Path(id), content: null, cancellationToken);

    private static string Path(string id) => $"evaluations/{Uri.EscapeDataString(id)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Query(string path, params (string Name, string? Value)[] parameters)
    {
        var given = string.Join('&', parameters.Where(static one => one.Value is not null).Select(static one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return given.Length == 0 ? path : $"{path}?{given}";
    }

    private Task<ApiResult<T>> GetAsync<T>(string path, CancellationToken cancellationToken) => _api.SendAsync<T>(HttpMethod.Get, path, content: null, cancellationToken);
}
