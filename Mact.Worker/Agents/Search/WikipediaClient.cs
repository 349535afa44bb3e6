using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Agents.Search;

/// <summary>A client of MediaWiki's REST interface: page summaries, and page titles where there is no such page.</summary>
public sealed class WikipediaClient(IHttpClientFactory http, IOptions<SearchOptions> options) : ISearchClient
{
    /// <summary>The name of its HTTP client.</summary>
    public const string HttpClientName = "wikipedia";

    private const int MaxNameLength = 200;

    private readonly SearchOptions _options = options.Value;

    /// <inheritdoc/>
    public bool Enabled => _options.Enabled;

    /// <inheritdoc/>
    public async Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!Enabled)
        {
            return new SearchOutcome.Unavailable("Search is not switched on for this worker.");
        }

        var title = Uri.EscapeDataString(name.Length <= MaxNameLength ? name.Trim() : name[..MaxNameLength]);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            using var page = await GetAsync($"api/rest_v1/page/summary/{title}?redirect=true", timeout.Token);
            if (page is not null && page.RootElement.TryGetProperty("extract", out var extract) && extract.GetString() is { Length: > 0 } text)
            {
                return new SearchOutcome.Found(text.Length <= _options.MaxLength ? text : string.Concat(text.AsSpan(0, _options.MaxLength - 1), "…"));
            }

            using var similar = await GetAsync($"w/rest.php/v1/search/title?limit=5&q={title}", timeout.Token);
            return new SearchOutcome.NotFound(Titles(similar));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SearchOutcome.Unavailable($"The encyclopedia did not answer within {_options.Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException)
        {
            return new SearchOutcome.Unavailable($"The encyclopedia could not be asked: {exception.Message}");
        }
    }

    private async Task<JsonDocument?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var client = http.CreateClient(HttpClientName);
        using var response = await client.GetAsync(new Uri(_options.BaseAddress, path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[_options.MaxBytes + 1];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read <= _options.MaxBytes
            ? JsonDocument.Parse(buffer.AsMemory(0, read))
            : throw new HttpRequestException($"the reply is longer than {_options.MaxBytes} bytes");
    }

    private static List<string> Titles(JsonDocument? document) =>
        document is not null && document.RootElement.TryGetProperty("pages", out var pages) && pages.ValueKind == JsonValueKind.Array
            ?
            [
                .. pages.EnumerateArray()
                    .Take(5)
                    .Select(page => page.TryGetProperty("title", out var title) ? title.GetString() : null)
                    .OfType<string>(),
            ]
            : [];
}
