using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mact.EndToEnd.Tests.Evaluation;

/// <summary>Evaluations through an Api, which may be away for a while.</summary>
internal sealed class EvaluationDriver(Uri api) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client = new() { BaseAddress = api, Timeout = TimeSpan.FromSeconds(20) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts one and returns its id.</summary>
    public async Task<string> StartAsync(object request)
    {
        using var reply = await _client.PostAsJsonAsync(new Uri("evaluations", UriKind.Relative), request, Token);
        var body = await reply.Content.ReadAsStringAsync(Token);
        reply.StatusCode.ShouldBe(HttpStatusCode.Accepted, body);
        return JsonSerializer.Deserialize(body, EvaluationJson.Default.EvaluationView)!.Definition.Id;
    }

    /// <summary>Starts one, waits for its end and returns its results in order of rows.</summary>
    public async Task<IReadOnlyList<ItemResult>> MeasureAsync(object request, TimeSpan limit)
    {
        var id = await StartAsync(request);
        await UntilAsync(id, static view => view.Status == EvaluationStatus.Finished, limit);
        return await ResultsAsync(id);
    }

    /// <summary>Waits until a condition holds.</summary>
    public async Task<EvaluationView> UntilAsync(string id, Func<EvaluationView, bool> condition, TimeSpan limit)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timer.CancelAfter(limit);
        while (true)
        {
            var view = JsonSerializer.Deserialize(await GetAsync($"evaluations/{id}", timer.Token), EvaluationJson.Default.EvaluationView)!;
            if (condition(view))
            {
                return view;
            }

            await Task.Delay(Again, timer.Token);
        }
    }

    public async Task<IReadOnlyList<ItemResult>> ResultsAsync(string id) =>
        JsonSerializer.Deserialize(await GetAsync($"evaluations/{id}/results", Token), EvaluationJson.Default.IReadOnlyListItemResult)!;

    /// <summary>A run as its page exports it.</summary>
    public Task<string> ExportRunAsync(string questionId) => GetAsync($"questions/{questionId}/export", Token);

    public void Dispose() => _client.Dispose();

    private async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var reply = await _client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
                if (reply.StatusCode != HttpStatusCode.ServiceUnavailable)
                {
                    return await reply.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or IOException)
            {
                // It was killed, and comes back.
            }

            await Task.Delay(Again, cancellationToken);
        }
    }
}
