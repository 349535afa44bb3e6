using System.Net;
using Mact.Core.Models;
using Mact.Core.Redis;
using Mact.Worker.Models;
using Mact.Worker.Models.Checking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.Worker.Tests.Models;

/// <summary>What a check says of an endpoint, and that a worker alone needs the key for it.</summary>
public sealed class ModelCheckTests
{
    private const string Key = "sk-very-secret";
    private const string Connection = $"Endpoint=http://models.test:8000/v1;Key={Key};Model=some-model";

    [Theory]
    [InlineData(200, """{"object":"list","data":[{"id":"some-model"}]}""", true, "some-model")]
    [InlineData(200, """{"object":"list","data":[{"id":"a"},{"id":"b"}]}""", false, "a, b")]
    [InlineData(200, """{"data":[]}""", false, "no model")]
    [InlineData(200, """{"data":[5,{"id":5}]}""", false, "no model")]
    [InlineData(200, "<html>", false, "/v1")]
    [InlineData(200, "[]", false, "/v1")]
    [InlineData(401, "sk-very-secret is wrong", false, "Key")]
    [InlineData(404, "", false, "/v1")]
    [InlineData(302, "", false, "redirect")]
    [InlineData(503, "", false, "not ready")]
    public async Task A_check_says_in_words_what_an_endpoint_serves(int status, string body, bool ok, string said)
    {
        using var endpoint = new ModelStub((HttpStatusCode)status, body)
        {
            Chat = ok ? """{"choices":[{"index":0,"message":{"content":"yes"}}]}""" : null,
        };
        await using var fixture = new CheckFixture(endpoint, ("ConnectionStrings:model", Connection));

        var result = (await fixture.CheckAsync()).ShouldHaveSingleItem();

        result.Ok.ShouldBe(ok);
        result.Message.ShouldContain(said);
        result.Roles.ShouldBe(["planner", "coder"]);
        result.ToString().ShouldNotContain(Key);
        endpoint.Requests.ShouldContain("GET http://models.test:8000/v1/models Bearer sk-very-secret");
        endpoint.Requests.Count.ShouldBeLessThanOrEqualTo(ok ? 13 : 5, "what does not answer is not asked on and on");
    }

    [Fact]
    public async Task Each_endpoint_is_asked_once()
    {
        using var endpoint = new ModelStub(HttpStatusCode.InternalServerError, "");
        await using var fixture = new CheckFixture(
            endpoint, ("ConnectionStrings:planner", "Endpoint=http://a.test/v1"), ("ConnectionStrings:coder", "Endpoint=http://b.test/v1/"));

        (await fixture.CheckAsync()).Count.ShouldBe(2);
        endpoint.Requests.Order(StringComparer.Ordinal).ShouldBe(["GET http://a.test/v1/models ", "GET http://b.test/v1/models "]);
    }

    [Fact]
    public async Task A_name_that_repeats_the_key_is_not_shown()
    {
        using var endpoint = new ModelStub(HttpStatusCode.OK, $$"""{"data":[{"id":"a"},{"id":"{{Key}}"}]}""");
        await using var fixture = new CheckFixture(endpoint, ("ConnectionStrings:model", $"Endpoint=http://models.test:8000/v1;Key={Key}"));

        var result = (await fixture.CheckAsync()).ShouldHaveSingleItem();

        result.Message.ShouldNotContain(Key);
        result.Served.ShouldBe(["a", "***"]);
    }

    [Fact]
    public async Task Who_has_no_key_asks_a_worker_through_the_store()
    {
        using var redis = new GarnetInProcess();
        using var endpoint = new ModelStub(HttpStatusCode.OK, """{"data":[{"id":"some-model"}]}""")
        {
            Chat = """{"choices":[{"index":0,"message":{"content":"yes"}}]}""",
        };
        using var asker = Host(redis, static _ => { });
        using var worker = Host(redis, builder =>
        {
            builder.Configuration["ConnectionStrings:model"] = Connection;
            builder.AddModels();
            builder.Services.AddModelChecks();
            builder.Services.AddHttpClient(ModelCheck.ClientName).ConfigurePrimaryHttpMessageHandler(() => endpoint);
        });
        await worker.StartAsync(TestContext.Current.CancellationToken);

        var answer = await asker.Services.GetRequiredService<IModelChecks>().AskAsync(TestContext.Current.CancellationToken);

        answer.ShouldBeOfType<ModelCheckAnswer.Done>().Results.ShouldHaveSingleItem().Message.ShouldBe("It serves 'some-model'.");
        await worker.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Host(GarnetInProcess redis, Action<HostApplicationBuilder> more)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:redis", redis.ConnectionString), new("Models:CheckAtStart", "false")]);
        builder.AddMactRedis();
        more(builder);
        return builder.Build();
    }
}
