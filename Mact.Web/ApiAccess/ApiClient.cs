using System.Globalization;
using System.Text.Json;

namespace Mact.Web.ApiAccess;

/// <summary>The Api over HTTP: the only way in which the front end reaches tables, questions and the queue.</summary>
public sealed partial class ApiClient(HttpClient http, ILogger<ApiClient> logger)
{
    /// <summary>Submits a question over stored tables.</summary>
    public Task<ApiResult<SubmitReply>> AskAsync(SubmitRequest request, CancellationToken cancellationToken) =>
        SendAsync<SubmitReply>(HttpMethod.Post, "questions", Json(request), cancellationToken);

    /// <summary>Columns, types and size of a stored table.</summary>
    public Task<ApiResult<TableInfo>> FindTableAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<TableInfo>(HttpMethod.Get, $"tables/{Escape(id)}", content: null, cancellationToken);

    /// <summary>A window of a stored table's rows.</summary>
    public Task<ApiResult<TableRows>> ReadRowsAsync(string id, int offset, int limit, CancellationToken cancellationToken) =>
        SendAsync<TableRows>(
            HttpMethod.Get,
            string.Create(CultureInfo.InvariantCulture, $"tables/{Escape(id)}/rows?offset={offset}&limit={limit}"),
            content: null,
            cancellationToken);

    /// <summary>Stores a table from a file's content (CSV, TSV, JSON, workbook).</summary>
    public async Task<ApiResult<TableInfo>> UploadAsync(string name, string fileName, byte[] content, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(content);
        using var nameContent = new StringContent(name);
        form.Add(file, "file", fileName);
        form.Add(nameContent, "name");
        return await SendAsync<TableInfo>(HttpMethod.Post, "tables", form, cancellationToken);
    }

    /// <summary>What stored tables are like, and what to join them on.</summary>
    public Task<ApiResult<TablesProfile>> ProfileAsync(TablesRequest request, CancellationToken cancellationToken) =>
        SendAsync<TablesProfile>(HttpMethod.Post, "tables/profile", Json(request), cancellationToken);

    /// <summary>Reads a stored table again with another header row or other types; the table that comes of it has an id of its own.</summary>
    public Task<ApiResult<TableInfo>> CorrectAsync(string id, CorrectionRequest request, CancellationToken cancellationToken) =>
        SendAsync<TableInfo>(HttpMethod.Post, $"tables/{Escape(id)}/corrections", Json(request), cancellationToken);

    /// <summary>Tokens and latencies of the latest questions.</summary>
    public Task<ApiResult<UsageInfo>> ReadUsageAsync(CancellationToken cancellationToken) =>
        SendAsync<UsageInfo>(HttpMethod.Get, "system/usage", content: null, cancellationToken);

    /// <summary>Runs one read-only statement over stored tables, under the same guards as the agent's programs.</summary>
    public Task<ApiResult<QueryResult>> QueryAsync(QueryRequest request, CancellationToken cancellationToken) =>
        SendAsync<QueryResult>(HttpMethod.Post, "tables/query", Json(request), cancellationToken);

    /// <summary>A question as it stands.</summary>
    public Task<ApiResult<QuestionView>> FindQuestionAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<QuestionView>(HttpMethod.Get, $"questions/{Escape(id)}", content: null, cancellationToken);

    /// <summary>All records of a question so far.</summary>
    public Task<ApiResult<IReadOnlyList<StoredRecord>>> ReadRecordsAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<IReadOnlyList<StoredRecord>>(HttpMethod.Get, $"questions/{Escape(id)}/records", content: null, cancellationToken);

    /// <summary>Questions, newest first.</summary>
    /// <param name="before">The page before's <see cref="QuestionPage.Next"/>; null = from the newest.</param>
    /// <param name="limit">Questions of one page.</param>
    /// <param name="search">Must stand in the question or the answer; null = any.</param>
    /// <param name="status">Null = any.</param>
    /// <param name="model">The exact name; null = any.</param>
    /// <param name="since">Asked then or later; null = ever.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ApiResult<QuestionPage>> ListAsync(
        string? before, int limit, string? search, QuestionStatus? status, string? model, DateTimeOffset? since, CancellationToken cancellationToken) =>
        SendAsync<QuestionPage>(
            HttpMethod.Get,
            string.Create(CultureInfo.InvariantCulture, $"questions?limit={limit}")
                + (before is null ? string.Empty : $"&before={Escape(before)}")
                + (string.IsNullOrWhiteSpace(search) ? string.Empty : $"&search={Escape(search.Trim())}")
                + (status is null ? string.Empty : $"&status={JsonNamingPolicy.CamelCase.ConvertName(status.Value.ToString())}")
                + (string.IsNullOrWhiteSpace(model) ? string.Empty : $"&model={Escape(model.Trim())}")
                + (since is null ? string.Empty : $"&since={Escape(since.Value.ToString("O", CultureInfo.InvariantCulture))}"),
            content: null,
            cancellationToken);

    /// <summary>Asks for a question to be cancelled; the record of it arrives with the events.</summary>
    public Task<ApiResult<JsonElement>> CancelAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<JsonElement>(HttpMethod.Post, $"questions/{Escape(id)}/cancel", content: null, cancellationToken);

    /// <summary>Removes a finished question and what only it used.</summary>
    public Task<ApiResult<JsonElement>> DeleteAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<JsonElement>(HttpMethod.Delete, $"questions/{Escape(id)}", content: null, cancellationToken);

    /// <summary>Texts of prompt parts by content hash; missing ones are left out.</summary>
    public Task<ApiResult<Dictionary<string, string>>> ReadPromptPartsAsync(IEnumerable<string> hashes, CancellationToken cancellationToken) =>
        SendAsync<Dictionary<string, string>>(
            HttpMethod.Get,
            "prompts?" + string.Join('&', hashes.Select(static hash => $"hash={Escape(hash)}")),
            content: null,
            cancellationToken);

    /// <summary>Queue, workers, model.</summary>
    public Task<ApiResult<SystemInfo>> ReadSystemAsync(CancellationToken cancellationToken) =>
        SendAsync<SystemInfo>(HttpMethod.Get, "system", content: null, cancellationToken);

    /// <summary>Asks every configured endpoint which models it serves. On a person's wish only: some endpoints bill it.</summary>
    public Task<ApiResult<IReadOnlyList<ModelCheckInfo>>> CheckModelsAsync(CancellationToken cancellationToken) =>
        SendAsync<IReadOnlyList<ModelCheckInfo>>(HttpMethod.Post, "system/model-check", content: null, cancellationToken);

    /// <summary>Puts a given-up question back, with fresh attempts.</summary>
    public Task<ApiResult<JsonElement>> RetryAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<JsonElement>(HttpMethod.Post, $"system/dead/{Escape(id)}/retry", content: null, cancellationToken);

    private static string Escape(string segment) => Uri.EscapeDataString(segment);

    private static JsonContent Json<T>(T value) => JsonContent.Create(value, options: ApiJson.Options);

    internal async Task<ApiResult<T>> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return new ApiResult<T>.Failed(await ApiProblemReader.ReadAsync(response, cancellationToken));
            }

            if (typeof(T) == typeof(JsonElement))
            {
                return new ApiResult<T>.Ok(default!);
            }

            var value = await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken);
            return value is null ? new ApiResult<T>.Failed(Unreadable) : new ApiResult<T>.Ok(value);
        }
        catch (JsonException exception)
        {
            LogUnreadable(method.Method, path, exception);
            return new ApiResult<T>.Failed(Unreadable);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(method.Method, path, exception);
            return new ApiResult<T>.Failed(ApiProblem.Unreachable);
        }
    }

    private static ApiProblem Unreadable { get; } = new(
        0,
        "The Api answered in a form that this page does not know",
        "Page and Api are probably of different versions; start both from the same build.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} did not reach the Api")]
    private partial void LogUnreachable(string method, string path, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} gave a reply that cannot be read")]
    private partial void LogUnreadable(string method, string path, Exception exception);
}
