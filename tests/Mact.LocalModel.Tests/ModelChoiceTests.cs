using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Mact.Client;
using Mact.LocalModel.Files;
using Mact.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.LocalModel.Tests;

/// <summary>The service without a file: it waits for a choice, fetches nothing unasked, and says where it stands.</summary>
public sealed class ModelChoiceTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mact-models-").FullName;
    private readonly Server _server = new();
    private readonly Factory _factory;
    private readonly HttpClient _client;

    public ModelChoiceTests()
    {
        _factory = new Factory(_folder, _server);
        _client = _factory.CreateClient();
    }

    [Fact]
    public async Task Nothing_is_fetched_before_somebody_chooses()
    {
        var report = await ReadAsync();

        report.State.ShouldBe(LocalModelState.NotChosen);
        report.Folder.ShouldBe(_folder);
        report.Files.Count.ShouldBe(3);
        _server.Requests.ShouldBe(0);
        (await _client.GetAsync("/v1/models", Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await _client.GetAsync("/health", Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_file_that_is_not_known_is_not_fetched()
    {
        (await _client.PostAsync("/local-model/..%2Fother", content: null, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        _server.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task A_download_is_shown_ended_and_begun_again_and_a_second_choice_waits_its_turn()
    {
        var id = (await ReadAsync()).Files[0].Id;
        (await _client.PostAsync($"/local-model/{id}", content: null, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.TrueAsync(async () => (await ReadAsync()).State == LocalModelState.Downloading, () => "No download is shown.");

        (await _client.PostAsync($"/local-model/{id}", content: null, Token)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await _client.DeleteAsync("/local-model", Token)).EnsureSuccessStatusCode();

        await Eventually.TrueAsync(async () => (await ReadAsync()).State == LocalModelState.NotChosen, () => "The download goes on.");
        (await _client.PostAsync($"/local-model/{id}", content: null, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_failure_is_said_and_another_choice_can_follow()
    {
        _server.Status = HttpStatusCode.NotFound;
        var files = (await ReadAsync()).Files;
        await _client.PostAsync($"/local-model/{files[0].Id}", content: null, Token);
        await Eventually.TrueAsync(async () => (await ReadAsync()).State == LocalModelState.Failed, () => "No failure is shown.");

        (await ReadAsync()).Message!.ShouldContain(files[0].Url.AbsoluteUri);
        var error = JsonNode.Parse(await (await _client.GetAsync("/v1/models", Token)).Content.ReadAsStringAsync(Token))!;
        error["error"]!["message"]!.GetValue<string>().ShouldContain("There is no model here");
        (await _client.PostAsync($"/local-model/{files[1].Id}", content: null, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _factory.DisposeAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<LocalModelReport> ReadAsync() =>
        (await _client.GetFromJsonAsync("/local-model", MactJson.Default.LocalModelReport, Token))!;

    private sealed class Factory(string folder, HttpMessageHandler server) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
            .UseSetting("LocalModel:Folder", folder)
            .ConfigureServices(services => services.AddHttpClient(ModelDownload.ClientName).ConfigurePrimaryHttpMessageHandler(() => server));
    }

    /// <summary>Refuses, or begins a reply that never ends.</summary>
    private sealed class Server : HttpMessageHandler
    {
        public int Requests { get; private set; }

        public HttpStatusCode? Status { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            if (Status is { } status)
            {
                return new HttpResponseMessage(status);
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("It never ends.");
        }
    }
}
