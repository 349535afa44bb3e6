namespace Mact.Api.Tests.Support;

/// <summary>Reads the events of a question as every client does, and shows the heartbeats as well.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<ServerSentEvent> _events;

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _events = ServerSentEvent.ReadAsync(stream, Silence, TimeProvider.System, TestContext.Current.CancellationToken).GetAsyncEnumerator();
    }

    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    public static async Task<EventReader> OpenAsync(HttpClient client, string id, string? lastEventId = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/questions/{id}/events{query}");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return new(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event or heartbeat; null at the end.</summary>
    public async Task<ServerSentEvent?> NextAsync() => await _events.MoveNextAsync() ? _events.Current : null;

    /// <summary>The next event; heartbeats are passed over.</summary>
    public async Task<ServerSentEvent> EventAsync()
    {
        while (await NextAsync() is { } next)
        {
            if (next.Type != "comment")
            {
                return next;
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    /// <summary>The types of everything up to the end.</summary>
    public async Task<IReadOnlyList<string>> RestAsync()
    {
        List<string> types = [];
        while (await NextAsync() is { } next)
        {
            types.Add(next.Type);
        }

        return types;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _response.Dispose();
    }
}
