using System.Collections.Concurrent;
using Mact.Worker.Agents.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>A server on this machine with one page, and the real client for it.</summary>
internal sealed class Encyclopedia : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ServiceProvider _services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
    private readonly ConcurrentQueue<string> _asked = new();

    private Encyclopedia()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/api/rest_v1/page/summary/{title}", (string title) =>
        {
            _asked.Enqueue(title);
            return title == "Osby" ? Results.Text("""{"extract":"Osby is a town on the coast."}""", "application/json") : Results.NotFound();
        });
        _server.MapGet("/w/rest.php/v1/search/title", () => Results.Text("""{"pages":[{"title":"Osby"}]}""", "application/json"));
    }

    /// <summary>Titles of pages that were asked for.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public ISearchClient Client => new WikipediaClient(
        _services.GetRequiredService<IHttpClientFactory>(),
        Microsoft.Extensions.Options.Options.Create(new SearchOptions { Enabled = true, BaseAddress = new(_server.Urls.First()) }));

    public static async Task<Encyclopedia> StartAsync(CancellationToken cancellationToken)
    {
        var encyclopedia = new Encyclopedia();
        await encyclopedia._server.StartAsync(cancellationToken);
        return encyclopedia;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _services.DisposeAsync();
    }
}
