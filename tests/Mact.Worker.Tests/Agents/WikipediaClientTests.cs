using Mact.Worker.Agents.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mact.Worker.Tests.Agents;

/// <summary>Against a server on this machine that speaks the REST interface.</summary>
public sealed class WikipediaClientTests : IAsyncLifetime
{
    private readonly WebApplication _server = Server();

    public async ValueTask InitializeAsync() => await _server.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_opening_of_a_page_is_found_and_cut() =>
        (await FindAsync("Osby & Tarn", options => options.MaxLength = 50)).ShouldBeOfType<SearchOutcome.Found>().Text.Length.ShouldBe(50);

    [Fact]
    public async Task Where_there_is_no_page_similar_titles_are_named() =>
        (await FindAsync("nowhere")).ShouldBeOfType<SearchOutcome.NotFound>().Similar.ShouldBe(["Nowhere Land"]);

    [Theory]
    [InlineData("broken")]
    [InlineData("error")]
    [InlineData("huge")]
    [InlineData("slow")]
    public async Task What_cannot_be_read_is_said_in_words(string name) =>
        (await FindAsync(name, options =>
        {
            options.MaxBytes = 10_000;
            options.Timeout = TimeSpan.FromSeconds(name == "slow" ? 0.2 : 30);
        })).ShouldBeOfType<SearchOutcome.Unavailable>().Reason.ToString().ShouldNotBeEmpty();

    [Fact]
    public async Task Switched_off_nobody_is_asked() =>
        (await FindAsync("Osby", options => options.Enabled = false)).ShouldBeOfType<SearchOutcome.Unavailable>();

    private async Task<SearchOutcome> FindAsync(string name, Action<SearchOptions>? configure = null)
    {
        var options = new SearchOptions { Enabled = true, BaseAddress = new(_server.Urls.First()) };
        configure?.Invoke(options);
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var client = new WikipediaClient(services.GetRequiredService<IHttpClientFactory>(), Microsoft.Extensions.Options.Options.Create(options));
        return await client.FindAsync(name, TestContext.Current.CancellationToken);
    }

    private static WebApplication Server()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapGet("/api/rest_v1/page/summary/{title}", async (string title, HttpContext context) => title switch
        {
            "Osby & Tarn" => Results.Text($$"""{"extract":"{{new string('x', 400)}}"}""", "application/json"),
            "broken" => Results.Text("<html>", "text/html"),
            "error" => Results.StatusCode(500),
            "huge" => Results.Text($$"""{"extract":"{{new string('x', 20_000)}}"}""", "application/json"),
            "slow" => await HangAsync(context),
            _ => Results.NotFound(),
        });
        server.MapGet("/w/rest.php/v1/search/title", () => Results.Text("""{"pages":[{"title":"Nowhere Land"}]}""", "application/json"));
        return server;
    }

    // Until the client gives up.
    private static async Task<IResult> HangAsync(HttpContext context)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        return Results.Ok();
    }
}
