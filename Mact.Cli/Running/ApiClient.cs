using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mact.Core;
using Mact.Evaluation;
using Mact.Evaluation.Reporting;
using Mact.Core.Questions;
using Mact.Core.Runs;

namespace Mact.Cli.Running;

/// <summary>Asks a running Api and follows its questions; waits out an Api that is away or full.</summary>
internal sealed class ApiClient(HttpClient http, TimeProvider time)
{
    private const string Data = "data: ";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAway = TimeSpan.FromMinutes(5);

    /// <summary>Hands in a question. The same idempotency key never asks twice, whatever breaks in between.</summary>
    public Task<Asked> AskAsync(byte[] body, string idempotencyKey, CancellationToken cancellationToken) => PatientlyAsync(
        async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "questions") { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
            using var response = await http.SendAsync(request, cancellationToken);
            ThrowIfAway(response);
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            var root = document.RootElement;
            return response.IsSuccessStatusCode
                ? new Asked(root.GetProperty("id").GetString(), null)
                : new Asked(null, $"{(root.TryGetProperty("title", out var title) ? title.GetString() : "Refused")}: {(root.TryGetProperty("detail", out var detail) ? detail.GetString() : response.StatusCode)}");
        },
        cancellationToken);

    /// <summary>All records of a question, once it has ended; over its event stream, so that nothing is asked twice a second.</summary>
    public async Task<IReadOnlyList<RunRecord>> WaitAsync(string id, CancellationToken cancellationToken)
    {
        List<RunRecord> records = [];
        while (records.Count == 0 || records[^1] is not Finished)
        {
            await PatientlyAsync(() => ReadEventsAsync(id, records, cancellationToken), cancellationToken);
        }

        return records;
    }

    public Task CancelAsync(string id, CancellationToken cancellationToken) => http.PostAsync(new Uri($"questions/{id}/cancel", UriKind.Relative), null, cancellationToken);

    /// <summary>The results of an evaluation that the stack runs.</summary>
    /// <exception cref="CommandException">There is no such evaluation.</exception>
    public async Task<IReadOnlyList<ItemResult>> ResultsAsync(string evaluation, CancellationToken cancellationToken) =>
        await GetAsync($"evaluations/{Uri.EscapeDataString(evaluation)}/results", EvaluationJson.Default.IReadOnlyListItemResult, cancellationToken)
        ?? throw new CommandException($"The Api at {http.BaseAddress} has no evaluation '{evaluation}'.");

    /// <summary>A question as it stands, or null.</summary>
    public Task<QuestionView?> FindAsync(string id, CancellationToken cancellationToken) => GetAsync($"questions/{id}", MactJson.Default.QuestionView, cancellationToken);

    /// <summary>The records of a question so far.</summary>
    public async Task<IReadOnlyList<RunRecord>> RecordsAsync(string id, CancellationToken cancellationToken) =>
        [.. (await GetAsync($"questions/{id}/records", MactJson.Default.IReadOnlyListStoredRecord, cancellationToken) ?? []).Select(static stored => stored.Record)];

    private Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => PatientlyAsync(
        async () =>
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            ThrowIfAway(response);
            return response.StatusCode == HttpStatusCode.NotFound
                ? null
                : JsonSerializer.Deserialize(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken), type);
        },
        cancellationToken);

    private async Task<bool> ReadEventsAsync(string id, List<RunRecord> records, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"questions/{id}/events?after={records.Count}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        ThrowIfAway(response);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Data, StringComparison.Ordinal) && line.Length > Data.Length + 2)
            {
                var stored = JsonSerializer.Deserialize(line.AsSpan(Data.Length), MactJson.Default.StoredRecord);
                records.Add(stored!.Record);
            }
        }

        return true;
    }

    private static void ThrowIfAway(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
        {
            throw new HttpRequestException($"The Api answers {(int)response.StatusCode}.", null, response.StatusCode);
        }
    }

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException && MayComeBack(exception))
            {
                var full = exception is HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests };
                if (!full && time.GetElapsedTime(started) > LongestAway)
                {
                    throw new CommandException($"The Api at {http.BaseAddress} does not answer ({exception.Message}). Start it, or give its address with --url; then run the same command again: it goes on where it stood.", exception);
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private static bool MayComeBack(Exception exception) => exception is not HttpRequestException { StatusCode: { } status } || status is HttpStatusCode.TooManyRequests || (int)status >= 500;
}
