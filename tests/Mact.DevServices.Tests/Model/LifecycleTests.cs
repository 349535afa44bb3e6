using System.Net;
using System.Net.Sockets;
using Mact.DevServices.Model;
using Mact.DevServices.Model.Configuration;
using Mact.DevServices.Model.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Mact.DevServices.Tests.Model;

public sealed class LifecycleTests
{
    [Fact]
    public async Task A_closed_port_refuses_connections_until_the_cold_start_is_over()
    {
        var time = new FakeTimeProvider();
        await using var endpoint = await Endpoint.StartAsync(time: time, configure: static options => Cold(options, ColdStartKind.ClosedPort));

        var refused = await Should.ThrowAsync<HttpRequestException>(() => endpoint.ChatAsync(Requests.Plain));
        refused.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);

        time.Advance(TimeSpan.FromSeconds(301));
        using var warm = await UntilItAnswersAsync(endpoint);
        warm.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cold_endpoint_can_answer_500_until_the_cold_start_is_over()
    {
        var time = new FakeTimeProvider();
        await using var endpoint = await Endpoint.StartAsync(time: time, configure: static options => Cold(options, ColdStartKind.Errors500));

        using var cold = await endpoint.ChatAsync(Requests.Plain);
        time.Advance(TimeSpan.FromSeconds(300));
        using var warm = await endpoint.ChatAsync(Requests.Plain);

        cold.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        warm.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_serverless_cold_start_begins_with_the_first_request()
    {
        var time = new FakeTimeProvider();
        await using var endpoint = await Endpoint.StartAsync(time: time, configure: static options => Cold(options, ColdStartKind.Queued));

        time.Advance(TimeSpan.FromHours(1));
        var first = await endpoint.ChatJsonAsync(Requests.Plain);
        time.Advance(TimeSpan.FromSeconds(299));
        var second = await endpoint.ChatJsonAsync(Requests.Plain);
        time.Advance(TimeSpan.FromSeconds(1));
        var third = await endpoint.ChatJsonAsync(Requests.Plain);

        first.GetProperty("status").GetString().ShouldBe("IN_QUEUE");
        second.GetProperty("status").GetString().ShouldBe("IN_QUEUE");
        third.GetProperty("choices").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_dead_engine_says_so_once_and_then_nobody_listens_until_it_is_restarted()
    {
        var time = new FakeTimeProvider();
        await using var endpoint = await Endpoint.StartAsync(time: time);

        using var dying = await endpoint.ChatAsync(Requests.Plain, "engine-death=5");
        (await Endpoint.TextAsync(dying)).ShouldBe(
            """{"error":{"message":"EngineCore encountered an issue. See stack trace (above) for the root cause.","type":"InternalServerError","param":null,"code":500}}""");
        await Should.ThrowAsync<HttpRequestException>(() => endpoint.ChatAsync(Requests.Plain));

        var answered = UntilItAnswersAsync(endpoint);
        while (!answered.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        using var restarted = await answered;
        restarted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_goes_away_aborts_the_work_and_is_counted()
    {
        await using var endpoint = await Endpoint.StartAsync(new MisbehavingModel(Misbehaviour.Hangs));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = new StringContent("""{"messages":[{"role":"user","content":"q"}]}""", null, "application/json") };

        var asking = endpoint.Client.SendAsync(request, cancellation.Token);
        await UntilAsync(() => endpoint.Host.StandIn.Requests.Total == 1);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        await UntilAsync(() => endpoint.Host.StandIn.Requests.Disconnects == 1);
        endpoint.Host.StandIn.Requests.Entries.Single().End.ShouldBe(RequestEnd.Disconnected);
    }

    [Fact]
    public async Task Requests_are_counted_by_body()
    {
        await using var endpoint = await Endpoint.StartAsync();

        for (var i = 0; i < 2; i++)
        {
            using var same = await endpoint.ChatAsync(Requests.Plain);
        }

        using var other = await endpoint.ChatAsync(Requests.With("\"n\":5"));
        using var response = await endpoint.Client.GetAsync(new Uri("stand-in/requests", UriKind.Relative), TestContext.Current.CancellationToken);
        var report = await Endpoint.JsonAsync(response);

        report.GetProperty("total").GetInt32().ShouldBe(3);
        report.GetProperty("byBody").EnumerateObject().Select(static entry => entry.Value.GetInt32()).Order().ShouldBe([1, 2]);
        report.GetProperty("entries").EnumerateArray().Select(static entry => entry.GetProperty("completions").GetInt32()).ShouldBe([1, 1, 5]);
        report.GetProperty("entries")[0].GetProperty("end").GetString().ShouldBe("Answered");
    }

    [Fact]
    public async Task An_application_opens_the_configured_port_for_the_registered_model()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var app = Application(("Model:Port", $"{port}"), ("Model:ServedNames:0", "mact-table-reader"), ("Model:ColdStart:Kind", "none"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        var models = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/v1/models"), TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);

        models.ShouldContain("\"id\":\"mact-table-reader\"");
        await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/v1/models"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_port_the_routes_are_on_the_applications_own_address()
    {
        await using var app = Application(("Model:Latency:TimeScale", "0.5"));
        app.MapModelStandIn();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var models = await client.GetStringAsync(new Uri("v1/models", UriKind.Relative), TestContext.Current.CancellationToken);

        models.ShouldContain("\"id\":\"scripted-model\"");
        app.Services.GetRequiredService<ModelStandIn>().Options.Latency.TimeScale.ShouldBe(0.5);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Settings_out_of_range_stop_it_at_the_start()
    {
        await Should.ThrowAsync<OptionsValidationException>(() => Endpoint.StartAsync(configure: static options => options.VllmVersion = "newest"));
        await Should.ThrowAsync<OptionsValidationException>(() => Endpoint.StartAsync(configure: static options => options.RunPod.MaxConcurrency = 0));
        (await Should.ThrowAsync<ArgumentException>(() => Endpoint.StartAsync(configure: static options => options.Latency.Profile = "abacus"))).Message.ShouldContain("qwen3-8b-h100");
        (await Should.ThrowAsync<ArgumentException>(() => Endpoint.StartAsync(configure: static options => options.Faults.Add(new FaultRule { Fault = "bad-luck" })))).Message.ShouldContain("choices-null");
    }

    private static WebApplication Application(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Append(("urls", "http://127.0.0.1:0")).Select(static setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.AddModelStandIn();
        builder.Services.AddSingleton<IModel>(new ScriptedModel("hello"));
        return builder.Build();
    }

    private static void Cold(ModelStandInOptions options, ColdStartKind kind)
    {
        options.ColdStart.Kind = kind;
        options.ColdStart.Seconds = 300;
    }

    private static async Task<HttpResponseMessage> UntilItAnswersAsync(Endpoint endpoint)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                return await endpoint.ChatAsync(Requests.Plain);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(10, limit.Token);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
