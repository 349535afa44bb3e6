using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mact.AppHost.Embedded.Dashboard;
using Mact.AppHost.Embedded.Dashboard.Logs;
using Mact.AppHost.Embedded.Dashboard.Traces;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

/// <summary>The dashboard over HTTP, with resources that are none.</summary>
public sealed class DashboardServerTests : IAsyncLifetime
{
    private readonly FakeResource _api = new("api");
    private readonly DashboardKeys _keys = new();
    private readonly LogStore _logs = new(TimeProvider.System);
    private readonly TraceStore _traces = new();
    private readonly HttpClient _health = new();
    private readonly int _port = new PortAllocator().Any();
    private readonly HttpClient _client;
    private DashboardServer? _server;

    public DashboardServerTests()
    {
        _client = new() { BaseAddress = new($"http://localhost:{_port}/") };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _server = await DashboardServer.StartAsync(_port, _keys, new([_api], _health), _logs, _traces, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _health.Dispose();
        await _server!.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/resources")]
    [InlineData("api/logs/api")]
    [InlineData("api/traces")]
    [InlineData("dashboard.js")]
    [InlineData("login?t=wrong")]
    [InlineData("login")]
    public async Task Without_the_token_nothing_is_shown(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("AppHost");
    }

    [Fact]
    public async Task The_printed_address_logs_in_and_shows_the_page_with_no_other_host_allowed()
    {
        using var response = await LogInAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("<title>Mact dashboard</title>");
        (await _client.GetStringAsync(new Uri("dashboard.js", UriKind.Relative), Cancellation)).ShouldNotContain("innerHTML");
        (await _client.GetStringAsync(new Uri("dashboard.css", UriKind.Relative), Cancellation)).ShouldNotContain("http");
    }

    [Fact]
    public async Task Another_host_name_is_refused_even_with_the_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"login?t={_keys.Login}", UriKind.Relative));
        request.Headers.Host = "rebound.example";

        using var response = await _client.SendAsync(request, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Resources_are_reported_with_their_secrets_masked()
    {
        using var login = await LogInAsync();

        var text = await _client.GetStringAsync(new Uri("api/resources", UriKind.Relative), Cancellation);

        text.ShouldNotContain("very-secret");
        var resource = JsonDocument.Parse(text).RootElement.EnumerateArray().Single();
        resource.GetProperty("name").GetString().ShouldBe("api");
        resource.GetProperty("state").GetString().ShouldBe("stopped");
        resource.GetProperty("restarts").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_command_needs_the_header_that_another_site_cannot_send()
    {
        using var login = await LogInAsync();

        using var forged = await _client.PostAsync(new Uri("api/resources/api/stop", UriKind.Relative), null, Cancellation);

        forged.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _api.Commands.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("start", "start")]
    [InlineData("stop", "stop")]
    [InlineData("restart", "stop,start")]
    public async Task Commands_reach_the_resource(string verb, string expected)
    {
        using var login = await LogInAsync();
        _client.DefaultRequestHeaders.Add(DashboardAccess.CommandHeader, "1");

        using var response = await _client.PostAsync(new Uri($"api/resources/api/{verb}", UriKind.Relative), null, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        string.Join(',', _api.Commands).ShouldBe(expected);
    }

    [Fact]
    public async Task A_resource_that_is_not_there_is_not_found()
    {
        using var login = await LogInAsync();
        _client.DefaultRequestHeaders.Add(DashboardAccess.CommandHeader, "1");

        using var response = await _client.PostAsync(new Uri("api/resources/nobody/stop", UriKind.Relative), null, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Logs_are_read_from_a_line_on_and_searched()
    {
        using var login = await LogInAsync();
        _logs.Add("api", "<script>alert(1)</script>");
        _logs.Add("api", "ready");

        var page = await _client.GetFromJsonAsync<JsonElement>(new Uri("api/logs/api?after=1&q=READY", UriKind.Relative), Cancellation);

        page.GetProperty("lines").EnumerateArray().Single().GetProperty("text").GetString().ShouldBe("ready");
        page.GetProperty("last").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Spans_are_taken_with_the_childrens_key_and_shown()
    {
        using var login = await LogInAsync();
        var body = OtlpBody.Traces("worker", OtlpBody.Span(1, "chat m", null, OtlpBody.Attribute(9, "gen_ai.operation.name", OtlpBody.Text(1, "chat"))));

        (await SendAsync(body, key: null)).ShouldBe(HttpStatusCode.Unauthorized);
        _traces.Count.ShouldBe(0);
        (await SendAsync(body, _keys.Telemetry)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync([0xff, 0xff], _keys.Telemetry)).ShouldBe(HttpStatusCode.BadRequest);

        var traces = await _client.GetFromJsonAsync<JsonElement>(new Uri("api/traces", UriKind.Relative), Cancellation);
        var id = traces.EnumerateArray().Single().GetProperty("id").GetString();
        var trace = await _client.GetFromJsonAsync<JsonElement>(new Uri($"api/traces/{id}", UriKind.Relative), Cancellation);
        trace.GetProperty("rows").EnumerateArray().Single().GetProperty("span").GetProperty("name").GetString().ShouldBe("chat m");
    }

    [Fact]
    public void A_place_for_telemetry_that_the_user_chose_is_left_alone()
    {
        DashboardServer.TelemetryVariables(1, _keys, static _ => "http://collector:4318").ShouldBeEmpty();
        var own = DashboardServer.TelemetryVariables(8082, _keys, static _ => null);
        own["OTEL_EXPORTER_OTLP_ENDPOINT"].ShouldBe("http://localhost:8082");
        own["OTEL_EXPORTER_OTLP_PROTOCOL"].ShouldBe("http/protobuf");
    }

    private Task<HttpResponseMessage> LogInAsync() => _client.GetAsync(DashboardServer.Address(_port, _keys), Cancellation);

    private async Task<HttpStatusCode> SendAsync(byte[] body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("v1/traces", UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-protobuf");
        if (key is not null)
        {
            request.Headers.Add(DashboardAccess.TelemetryHeader, key);
        }

        using var response = await _client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
