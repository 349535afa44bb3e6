using System.Net;
using Mact.Api.Tests.Support;
using Mact.Core.Models;
using Mact.Core.Questions;
using Microsoft.Extensions.Options;
using NSubstitute;

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

    [Fact]
    public async Task A_check_of_the_model_is_a_worker_s_and_its_results_are_passed_on()
    {
        await using var factory = new ApiFactory(("ConnectionStrings:model", "Endpoint=http://models.test:8000/v1;Model=some-model"));
        using var client = factory.CreateClient();
        factory.Checks.AskAsync(Arg.Any<CancellationToken>()).Returns(new ModelCheckAnswer.Done(
            [new(["planner", "coder"], "models.test:8000", true, ["some-model"], "It serves 'some-model'.", 12)]));

        var reply = await client.PostAsync("/system/model-check", "");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("0.ok").ShouldBe("true");
        reply.At("0.message").ShouldBe("It serves 'some-model'.");
        reply.At("0.roles.1").ShouldBe("coder");
    }

    [Fact]
    public async Task A_check_that_no_worker_does_says_so()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        factory.Checks.AskAsync(Arg.Any<CancellationToken>()).Returns(new ModelCheckAnswer.NoWorker(), new ModelCheckAnswer.Lost());

        var none = await client.PostAsync("/system/model-check", "");
        none.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "noWorker").Detail.ShouldContain("none took the check");
        (await client.PostAsync("/system/model-check", "")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "noWorker")
            .Detail.ShouldContain("has ended");
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
