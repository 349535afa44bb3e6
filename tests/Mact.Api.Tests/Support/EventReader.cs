namespace Mact.Api.Tests.Support;

/// <summary>Reads server-sent events line by line, as a browser does.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, StreamReader lines)
    {
        _response = response;
        _lines = lines;
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
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next line that is not empty.</summary>
    public async Task<string> LineAsync() => await LineOrEndAsync() ?? throw new InvalidOperationException("The stream has ended.");

    /// <summary>The next line that is not empty, or null at the end.</summary>
    public async Task<string?> LineOrEndAsync()
    {
        string? line;
        do
        {
            line = await _lines.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line?.Length == 0);
        return line;
    }

    /// <summary>The next event; comments are passed over.</summary>
    public async Task<(string? Id, string Type, string? Data)> EventAsync()
    {
        string? id = null;
        var type = "message";
        string? data = null;
        while (true)
        {
            var line = await _lines.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? throw new InvalidOperationException("The stream has ended.");
            switch (line.Split(": ", 2))
            {
                case ["id", var value]:
                    id = value;
                    break;
                case ["event", var value]:
                    type = value;
                    break;
                case ["data", var value]:
                    data = value;
                    break;
                case [""] when data is not null:
                    return (id, type, data);
            }
        }
    }

    /// <summary>Everything up to the end.</summary>
    public Task<string> RestAsync() => _lines.ReadToEndAsync(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
