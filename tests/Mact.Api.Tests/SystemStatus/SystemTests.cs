using System.Net;
using Mact.Api.Tests.Support;
using Mact.Core.Questions;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tests.SystemStatus;

public sealed class SystemTests
{
    private const string Key = "sk-very-secret";
    private const string Connection = $"Endpoint=http://models.test:8000/v1;Key={Key};Model=some-model";

    [Fact]
    public async Task The_system_shows_queue_model_and_persistence_but_no_key()
    {
        await using var factory = new ApiFactory(
            ("ConnectionStrings:model", Connection), ("Mact:VolatileHistory", "true"), ("Mact:ModelStandIn", "true"));
        using var client = factory.CreateClient();

        var reply = await client.ReadAsync("/system");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("version").ShouldNotBeNullOrWhiteSpace();
        reply.At("persistent").ShouldBe("false");
        reply.At("queue.workers").ShouldBe("2");
        reply.At("model.standIn").ShouldBe("true");
        reply.At("model.planner").ShouldBe("some-model");
        reply.At("model.endpoints.0.server").ShouldBe("models.test:8000");
        reply.Body["model"]!["endpoints"]!.AsArray().Count.ShouldBe(1);
        reply.Text.ShouldNotContain(Key);
    }

    [Fact]
    public async Task History_is_persistent_and_the_model_real_unless_said_otherwise()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.ReadAsync("/system");

        reply.At("persistent").ShouldBe("true");
        reply.At("model.standIn").ShouldBe("false");
        reply.Body["model"]!["planner"].ShouldBeNull();
    }

    [Theory]
    [InlineData("nonsense;;==")]
    [InlineData($"Endpoint=http://user:{Key}@models.test/v1")]
    [InlineData($"Endpoint={Key};Key={Key}")]
    public async Task A_connection_string_that_cannot_be_read_stops_the_start_and_is_not_shown(string connection)
    {
        await using var factory = new ApiFactory(("ConnectionStrings:model", connection));

        var error = Should.Throw<OptionsValidationException>(factory.CreateClient).Message;

        error.ShouldContain("Endpoint=");
        error.ShouldNotContain(Key);
    }

    [Fact]
    public async Task Trouble_of_the_store_is_reported_rather_than_met()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        factory.Store.Trouble = new StoreUnavailableException("Redis is not reachable.");

        var reply = await client.ReadAsync("/system");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("store.available").ShouldBe("false");
        reply.At("store.message").ShouldBe("Redis is not reachable.");
        reply.Body["queue"].ShouldBeNull();
    }

    [Fact]
    public async Task Failures_are_listed_with_their_causes_and_the_dead_can_be_retried_once()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Store.Get(id)!.Append(Runs.Failed);
        factory.Queue.Bury(id);

        var report = await client.ReadAsync("/system");

        report.At("failures.0.id").ShouldBe(id);
        report.At("failures.0.error.code").ShouldBe("modelNotFound");
        report.At("failures.0.dead").ShouldBe("true");
        (await client.PostAsync($"/system/dead/{id}/retry", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await client.PostAsync($"/system/dead/{id}/retry", "")).ShouldBeProblem(HttpStatusCode.Conflict, "questionNotDead");
        (await client.PostAsync("/system/dead/nobody/retry", "")).ShouldBeProblem(HttpStatusCode.NotFound, "questionNotFound");
    }

    [Fact]
    public async Task All_the_dead_can_be_retried_and_all_can_be_deleted_and_nothing_else_is()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var alive = await client.AskAsync();
        string[] dead = [await client.AskAsync(), await client.AskAsync()];
        Bury();

        (await client.PostAsync("/system/dead/retry", "")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await factory.Queue.ListDeadAsync(10, TestContext.Current.CancellationToken)).ShouldBeEmpty();

        Bury();
        using var reply = await client.DeleteAsync(new Uri("/system/dead", UriKind.Relative), TestContext.Current.CancellationToken);
        reply.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Array.ConvertAll(dead, factory.Store.Get).ShouldAllBe(static question => question == null);
        factory.Store.Get(alive).ShouldNotBeNull();

        void Bury()
        {
            foreach (var id in dead)
            {
                factory.Store.Get(id)!.Append(Runs.Failed);
                factory.Queue.Bury(id);
            }
        }
    }

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
        await using var factory = new ApiFactory(("ConnectionStrings:model", Connection)) { ModelHandler = endpoint };
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/system/model-check", "");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("0.ok").ShouldBe(ok ? "true" : "false");
        reply.At("0.message").ShouldContain(said);
        reply.At("0.roles.0").ShouldBe("planner");
        reply.At("0.roles.1").ShouldBe("coder");
        reply.Text.ShouldNotContain(Key);
        endpoint.Requests.ShouldContain("GET http://models.test:8000/v1/models Bearer sk-very-secret");
        endpoint.Requests.Count.ShouldBeLessThanOrEqualTo(ok ? 13 : 5, "what does not answer is not asked on and on");
    }

    [Fact]
    public async Task Each_endpoint_is_asked_once()
    {
        using var endpoint = new ModelStub(HttpStatusCode.InternalServerError, "");
        await using var factory = new ApiFactory(
            ("ConnectionStrings:planner", "Endpoint=http://a.test/v1"), ("ConnectionStrings:coder", "Endpoint=http://b.test/v1/"))
        {
            ModelHandler = endpoint,
        };
        using var client = factory.CreateClient();

        (await client.PostAsync("/system/model-check", "")).Body.AsArray().Count.ShouldBe(2);
        endpoint.Requests.Order(StringComparer.Ordinal).ShouldBe(["GET http://a.test/v1/models ", "GET http://b.test/v1/models "]);
    }

    [Fact]
    public async Task Looking_at_the_system_asks_nothing_of_the_model()
    {
        using var endpoint = new ModelStub(HttpStatusCode.OK, "");
        await using var factory = new ApiFactory(("ConnectionStrings:model", Connection)) { ModelHandler = endpoint };
        using var client = factory.CreateClient();

        await client.ReadAsync("/system");

        endpoint.Requests.ShouldBeEmpty();
    }
}
