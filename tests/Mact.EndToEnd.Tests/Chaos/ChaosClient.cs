using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>A patient client: an Api that is away or says 503 is asked again, with the same Idempotency-Key.</summary>
internal sealed class ChaosClient(Uri api) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _client = new() { BaseAddress = api, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Asks until it is accepted; returns the question's id.</summary>
    public async Task<string> AskAsync(string question, TableRef table, long seed, string key, CancellationToken cancellationToken)
    {
        var body = await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, new Uri("questions", UriKind.Relative));
                request.Headers.Add("Idempotency-Key", key);
                request.Content = JsonContent.Create(
                    new { question, tables = new[] { new { id = table.Id, name = table.Name } }, options = new { seed } });
                return request;
            },
            cancellationToken);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    public async Task<QuestionView> ViewAsync(string id, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await GetAsync($"questions/{id}", cancellationToken), MactJson.Default.QuestionView)!;

    public async Task<IReadOnlyList<StoredRecord>> RecordsAsync(string id, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await GetAsync($"questions/{id}/records", cancellationToken), MactJson.Default.IReadOnlyListStoredRecord)!;

    /// <summary>The queue now; null while the store is away.</summary>
    public async Task<QueueSnapshot?> QueueAsync(CancellationToken cancellationToken)
    {
        var queue = JsonDocument.Parse(await GetAsync("system", cancellationToken)).RootElement.GetProperty("queue");
        return queue.ValueKind == JsonValueKind.Null
            ? null
            : new(
                Number(queue, "ready"),
                Number(queue, "delayed"),
                Number(queue, "leased"),
                Number(queue, "dead"),
                TimeSpan.Zero,
                (int)Number(queue, "workers"));
    }

    /// <summary>Waits until at most so many questions are unfinished; the limit ends the waiting.</summary>
    /// <returns>False at the limit.</returns>
    public async Task<bool> UntilUnfinishedAsync(long most, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            while (await QueueAsync(timer.Token) is not { } queue || queue.Ready + queue.Delayed + queue.Leased > most)
            {
                await Task.Delay(Again, timer.Token);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _client.Dispose();

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private Task<string> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), cancellationToken);

    private async Task<string> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var request = create();
                using var reply = await _client.SendAsync(request, cancellationToken);
                var body = await reply.Content.ReadAsStringAsync(cancellationToken);
                if (reply.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                {
                    reply.IsSuccessStatusCode.ShouldBeTrue(string.Create(CultureInfo.InvariantCulture, $"{(int)reply.StatusCode}: {body}"));
                    return body;
                }
            }
            catch (Exception exception) when (
                exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // The Api is away, or was killed before it answered.
            }

            await Task.Delay(Again, cancellationToken);
        }
    }
}
