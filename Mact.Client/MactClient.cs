using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mact.Client;

/// <summary>The Api over HTTP, for whoever asks it: page, command line, tests.</summary>
/// <param name="http">With the Api's address as its base; event streams need one without a timeout.</param>
public sealed class MactClient(HttpClient http)
{
    /// <summary>Submits a question over stored tables.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="idempotencyKey">The same key never asks twice, whatever breaks in between; null = none.</param>
    public Task<ApiResult<AcceptedQuestion>> AskAsync(QuestionRequest request, CancellationToken cancellationToken, string? idempotencyKey = null) =>
        AskAsync(JsonContent.Create(request, MactJson.Default.QuestionRequest), cancellationToken, idempotencyKey);

    /// <summary>Submits a question that is JSON already; it may bring its tables with it.</summary>
    public Task<ApiResult<AcceptedQuestion>> AskAsync(HttpContent body, CancellationToken cancellationToken, string? idempotencyKey = null) =>
        SendAsync(
            HttpMethod.Post,
            "questions",
            body,
            MactJson.Default.AcceptedQuestion,
            cancellationToken,
            idempotencyKey is null ? null : ("Idempotency-Key", idempotencyKey));

    /// <summary>A question as it stands.</summary>
    public Task<ApiResult<QuestionView>> FindQuestionAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"questions/{Escape(id)}", MactJson.Default.QuestionView, cancellationToken);

    /// <summary>All records of a question so far.</summary>
    public Task<ApiResult<IReadOnlyList<StoredRecord>>> ReadRecordsAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"questions/{Escape(id)}/records", MactJson.Default.IReadOnlyListStoredRecord, cancellationToken);

    /// <summary>
    /// Records of a question after a sequence number as they come, over one connection. It ends after the terminal record, with the stream, or at
    /// once where there is no such question.
    /// </summary>
    /// <param name="id">The id of the question.</param>
    /// <param name="after">The sequence of the last record seen; 0 = all.</param>
    /// <param name="silence">Without a byte for so long, heartbeats included, the connection counts as lost. The Api sends a heartbeat every 10
    /// s.</param>
    /// <param name="time">Measures the silence.</param>
    /// <param name="opened">Called with the response's status when the connection stands; null = nobody asks.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="HttpRequestException">The Api is away, or answered with an error other than 404.</exception>
    /// <exception cref="TimeoutException">Nothing came for <paramref name="silence"/>.</exception>
    public async IAsyncEnumerable<StoredRecord> WatchAsync(
        string id, long after, TimeSpan silence, TimeProvider time, Action<int>? opened, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"questions/{Escape(id)}/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after > 0)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", after.ToString());
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            opened?.Invoke((int)response.StatusCode);
            yield break;
        }

        response.EnsureSuccessStatusCode();
        opened?.Invoke((int)response.StatusCode);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in ServerSentEvent.ReadAsync(stream, silence, time, cancellationToken))
        {
            if (item.Type == "end")
            {
                yield break;
            }

            if (item is { Type: "message" or "record", Data: { } data } && data.StartsWith('{')
                && JsonSerializer.Deserialize(data, MactJson.Default.StoredRecord) is { Record: not null } stored)
            {
                yield return stored;
                if (stored.Record is Finished)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>Tables, SQL, result and marked rows behind a question's answer.</summary>
    public Task<ApiResult<EvidenceReport>> ReadEvidenceAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"questions/{Escape(id)}/evidence", MactJson.Default.EvidenceReport, cancellationToken);

    /// <summary>The same for a program that a person changed.</summary>
    public Task<ApiResult<EvidenceReport>> TryEvidenceAsync(string id, string sql, CancellationToken cancellationToken) =>
        PostAsync(
            $"questions/{Escape(id)}/evidence",
            new EvidenceRequest(sql),
            MactJson.Default.EvidenceRequest,
            MactJson.Default.EvidenceReport,
            cancellationToken);

    /// <summary>Questions, newest first.</summary>
    /// <param name="before">The page before's <see cref="QuestionPage.Next"/>; null = from the newest.</param>
    /// <param name="limit">Questions of one page.</param>
    /// <param name="search">Must stand in the question or the answer; null = any.</param>
    /// <param name="status">Null = any.</param>
    /// <param name="model">The exact name; null = any.</param>
    /// <param name="since">Asked then or later; null = ever.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ApiResult<QuestionPage>> ListAsync(
        string? before,
        int limit,
        string? search,
        QuestionStatus? status,
        string? model,
        DateTimeOffset? since,
        CancellationToken cancellationToken) =>
        GetAsync(
            Query(
                "questions",
                ("limit", limit.ToString()),
                ("before", before),
                ("search", Trimmed(search)),
                ("status", status is null ? null : JsonNamingPolicy.CamelCase.ConvertName(status.Value.ToString())),
                ("model", Trimmed(model)),
                ("since", since?.ToString("O"))),
            MactJson.Default.QuestionPage,
            cancellationToken);

    /// <summary>Asks for a question to be cancelled; the record of it arrives with the events.</summary>
    public Task<ApiResult<bool>> CancelAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"questions/{Escape(id)}/cancel", cancellationToken);

    /// <summary>Removes a finished question and what only it used.</summary>
    public Task<ApiResult<bool>> DeleteAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"questions/{Escape(id)}", cancellationToken);

    /// <summary>Texts of prompt parts by content hash; missing ones are left out.</summary>
    public Task<ApiResult<IReadOnlyDictionary<string, string>>> ReadPromptPartsAsync(
        IEnumerable<string> hashes, CancellationToken cancellationToken) =>
        GetAsync(
            "prompts?" + string.Join('&', hashes.Select(static hash => $"hash={Escape(hash)}")),
            MactJson.Default.IReadOnlyDictionaryStringString,
            cancellationToken);

    /// <summary>Stores a table from a file's content (CSV, TSV, JSON, Parquet).</summary>
    public Task<ApiResult<TableInfo>> UploadAsync(string name, string fileName, byte[] content, CancellationToken cancellationToken) =>
        UploadAsync(name, fileName, content, ReadingOptions.None, cancellationToken);

    /// <summary>Stores a table from a file's content, read as a person says.</summary>
    public async Task<ApiResult<TableInfo>> UploadAsync(
        string name, string fileName, byte[] content, ReadingOptions options, CancellationToken cancellationToken)
    {
        using var form = UploadForm(name, fileName, content, options);
        return await SendAsync(HttpMethod.Post, "tables", form, MactJson.Default.TableInfo, cancellationToken);
    }

    /// <summary>Stores what a file of any kind holds: one table, the sheets of a workbook, or the one sheet that the options name.</summary>
    public async Task<ApiResult<TableSet>> UploadFileAsync(
        string name, string fileName, byte[] content, ReadingOptions options, CancellationToken cancellationToken)
    {
        using var form = UploadForm(name, fileName, content, options);
        return await SendAsync(HttpMethod.Post, "tables", form, MactJson.Default.JsonElement, cancellationToken) switch
        {
            ApiResult<JsonElement>.Failed failed => new ApiResult<TableSet>.Failed(failed.Problem),
            ApiResult<JsonElement>.Ok { Value: { ValueKind: JsonValueKind.Object } stored } => new ApiResult<TableSet>.Ok(
                stored.TryGetProperty("tables", out _)
                    ? stored.Deserialize(MactJson.Default.TableSet)!
                    : new([stored.Deserialize(MactJson.Default.TableInfo)!], [])),
            _ => new ApiResult<TableSet>.Failed(ApiProblem.Unreadable),
        };
    }

    private static MultipartFormDataContent UploadForm(string name, string fileName, byte[] content, ReadingOptions options)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", fileName }, { new StringContent(name), "name" } };
        foreach (var (field, value) in options.Fields())
        {
            form.Add(new StringContent(value), field);
        }

        return form;
    }

    /// <summary>Columns, types and size of a stored table.</summary>
    public Task<ApiResult<TableInfo>> FindTableAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"tables/{Escape(id)}", MactJson.Default.TableInfo, cancellationToken);

    /// <summary>A window of a stored table's rows.</summary>
    public Task<ApiResult<TableRows>> ReadRowsAsync(string id, int offset, int limit, CancellationToken cancellationToken) =>
        GetAsync(
            $"tables/{Escape(id)}/rows?offset={offset}&limit={limit}",
            MactJson.Default.TableRows,
            cancellationToken);

    /// <summary>What stored tables are like, and what to join them on.</summary>
    public Task<ApiResult<TablesProfile>> ProfileAsync(ProfileRequest request, CancellationToken cancellationToken) =>
        PostAsync("tables/profile", request, MactJson.Default.ProfileRequest, MactJson.Default.TablesProfile, cancellationToken);

    /// <summary>Reads a stored table again with another header row or other types; the table that comes of it has an id of its own.</summary>
    public Task<ApiResult<TableInfo>> CorrectAsync(string id, CorrectionRequest request, CancellationToken cancellationToken) =>
        PostAsync($"tables/{Escape(id)}/corrections", request, MactJson.Default.CorrectionRequest, MactJson.Default.TableInfo, cancellationToken);

    /// <summary>Runs one read-only statement over stored tables, under the same guards as the agent's programs.</summary>
    public Task<ApiResult<QueryResult>> QueryAsync(QueryRequest request, CancellationToken cancellationToken) =>
        PostAsync("tables/query", request, MactJson.Default.QueryRequest, MactJson.Default.QueryResult, cancellationToken);

    /// <summary>Queue, workers, model, recent failures.</summary>
    public Task<ApiResult<SystemReport>> ReadSystemAsync(CancellationToken cancellationToken) =>
        GetAsync("system", MactJson.Default.SystemReport, cancellationToken);

    /// <summary>Tokens and latencies of the latest questions.</summary>
    public Task<ApiResult<UsageReport>> ReadUsageAsync(CancellationToken cancellationToken) =>
        GetAsync("system/usage", MactJson.Default.UsageReport, cancellationToken);

    /// <summary>How the workers use the model endpoints, and what was learnt of them.</summary>
    public Task<ApiResult<ModelEndpointsReport>> ReadModelEndpointsAsync(CancellationToken cancellationToken) =>
        GetAsync("system/models", MactJson.Default.ModelEndpointsReport, cancellationToken);

    /// <summary>
    /// Asks every configured endpoint which models it serves and, with a dozen requests of a few tokens, what the model can do. On a person's wish
    /// only: some endpoints bill it.
    /// </summary>
    public Task<ApiResult<IReadOnlyList<ModelCheckResult>>> CheckModelsAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "system/model-check", content: null, MactJson.Default.IReadOnlyListModelCheckResult, cancellationToken);

    /// <summary>The model on the stack's computer, and the files that could become one; a problem where the stack runs without one.</summary>
    public Task<ApiResult<LocalModelReport>> ReadLocalModelAsync(CancellationToken cancellationToken) =>
        GetAsync("system/local-model", MactJson.Default.LocalModelReport, cancellationToken);

    /// <summary>Has the process of the model on the stack's computer started, where it does not run yet. Nothing is fetched.</summary>
    public Task<ApiResult<LocalModelReport>> StartLocalModelAsync(CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "system/local-model", content: null, MactJson.Default.LocalModelReport, cancellationToken);

    /// <summary>Chooses a file: it is fetched if it is not there yet, which is hundreds of megabytes, and loaded.</summary>
    public Task<ApiResult<LocalModelReport>> ChooseLocalModelAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post, $"system/local-model/{Escape(id)}", content: null, MactJson.Default.LocalModelReport, cancellationToken);

    /// <summary>Ends a download; what was fetched is kept for the next time.</summary>
    public Task<ApiResult<bool>> StopLocalModelDownloadAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, "system/local-model", cancellationToken);

    /// <summary>Puts a given-up question back, with fresh attempts.</summary>
    public Task<ApiResult<bool>> RetryAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"system/dead/{Escape(id)}/retry", cancellationToken);

    /// <summary>A path with those of the parameters that have a value.</summary>
    public static string Query(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                path += $"{separator}{name}={Escape(value)}";
                separator = '&';
            }
        }

        return path;
    }

    /// <summary>Reads what is at a path.</summary>
    public Task<ApiResult<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, content: null, type, cancellationToken);

    /// <summary>Sends a body and reads the reply.</summary>
    public Task<ApiResult<T>> PostAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body, bodyType), type, cancellationToken);

    /// <summary>Sends a request whose reply says nothing more.</summary>
    public Task<ApiResult<bool>> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        SendAsync(method, path, content: null, MactJson.Default.Boolean, cancellationToken);

    /// <summary>Sends a request and reads its reply; a truth value is asked for where the reply's body does not matter.</summary>
    public async Task<ApiResult<T>> SendAsync<T>(
        HttpMethod method,
        string path,
        HttpContent? content,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken,
        (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (header is { } given)
        {
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        }

        try
        {
            // A body that does not say how long it is waits in the Api as if it were as long as any.
            if (content is JsonContent)
            {
                await content.LoadIntoBufferAsync(cancellationToken);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return new ApiResult<T>.Failed(await ApiProblem.ReadAsync(response, cancellationToken));
            }

            if (typeof(T) == typeof(bool))
            {
                return new ApiResult<T>.Ok((T)(object)true);
            }

            return await response.Content.ReadFromJsonAsync(type, cancellationToken) is { } value
                ? new ApiResult<T>.Ok(value)
                : new ApiResult<T>.Failed(ApiProblem.Unreadable);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return new ApiResult<T>.Failed(ApiProblem.Unreadable);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new ApiResult<T>.Failed(ApiProblem.Unreachable);
        }
    }

    private static string Escape(string segment) => Uri.EscapeDataString(segment);

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
