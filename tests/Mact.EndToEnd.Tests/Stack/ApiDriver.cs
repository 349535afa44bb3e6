using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>Talks to a running Api as any client would.</summary>
internal sealed class ApiDriver(Uri api) : IDisposable
{
    private const int MostTries = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public HttpClient Client { get; } = new() { BaseAddress = api, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Uploads a CSV and returns its id.</summary>
    public async Task<string> UploadAsync(string name, string csv, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(csv, Encoding.UTF8, "text/csv"), "file", $"{name}.csv" },
            { new StringContent(name), "name" },
        };
        using var response = await Client.PostAsync(new Uri("tables", UriKind.Relative), form, cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(body.ToString());
        return body.GetProperty("id").GetString()!;
    }

    /// <summary>Asks about stored tables and returns the question's id.</summary>
    public async Task<string> AskAsync(string question, IEnumerable<TableRef> tables, CancellationToken cancellationToken, object? options = null)
    {
        var asked =
            new
            {
                question,
                tables = tables.Select(static table => new { id = table.Id, name = table.Name }),
                options = options ?? new { strategy = "agent" },
            };
        using var response = await PostUntilAvailableAsync(asked, cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        ((int)response.StatusCode).ShouldBe(202, body.ToString());
        response.Headers.Location.ShouldNotBeNull();
        return body.GetProperty("id").GetString()!;
    }

    public async Task<QuestionView> GetAsync(string id, CancellationToken cancellationToken) =>
        (await Client.GetFromJsonAsync(new Uri($"questions/{id}", UriKind.Relative), MactJson.Default.QuestionView, cancellationToken))!;

    public async Task<IReadOnlyList<StoredRecord>> RecordsAsync(string id, CancellationToken cancellationToken) =>
        (
            await Client.GetFromJsonAsync(
                new Uri($"questions/{id}/records", UriKind.Relative), MactJson.Default.IReadOnlyListStoredRecord, cancellationToken))!;

    /// <summary>Polls until a condition holds, or the limit is over. An Api that is away for a while is asked again.</summary>
    public async Task<QuestionView> WaitForAsync(string id, Func<QuestionView, bool> condition, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        QuestionView? view = null;
        try
        {
            while (true)
            {
                view = await TryGetAsync(id, timer.Token);
                if (view is not null && condition(view))
                {
                    return view;
                }

                await Task.Delay(Poll, timer.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{id} is {view?.Status} after {limit}: {view?.Message}", exception);
        }
    }

    // 503 says that nothing was lost and the same request can be sent again; a client does so, a few times, under the same idempotency key.
    private async Task<HttpResponseMessage> PostUntilAvailableAsync<T>(T body, CancellationToken cancellationToken)
    {
        var key = Guid.NewGuid().ToString("N");
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, new Uri("questions", UriKind.Relative))
            { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            var response = await Client.SendAsync(request, cancellationToken);
            if (response.StatusCode != System.Net.HttpStatusCode.ServiceUnavailable || tries == MostTries)
            {
                return response;
            }

            response.Dispose();
        }
    }

    /// <summary>Null while the Api, or the Redis behind it, is away.</summary>
    private async Task<QuestionView?> TryGetAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(id, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null or System.Net.HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }
    }

    public Task<QuestionView> WaitUntilTerminalAsync(string id, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitForAsync(
            id,
            static view => view.Status is not (QuestionStatus.Queued or QuestionStatus.Running or QuestionStatus.Waiting),
            limit,
            cancellationToken);

    public void Dispose() => Client.Dispose();
}
