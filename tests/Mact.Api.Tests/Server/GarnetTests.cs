using System.Net;
using Mact.Api.Http;
using Mact.Api.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Mact.Api.Tests.Server;

/// <summary>The Api with the real queue and store, on the Redis stand-in in this process; nothing is faked.</summary>
public sealed class GarnetTests : IDisposable
{
    private const string NothingListensHere = "127.0.0.1:1";

    private readonly GarnetInProcess _garnet = new();

    [Fact]
    public async Task A_question_lives_from_asking_to_deleting()
    {
        await using var factory = Start(_garnet.ConnectionString);
        using var client = factory.CreateClient();

        var asked = await client.PostAsync("/questions", Requests.Question(), ("Idempotency-Key", "k"));
        asked.Status.ShouldBe(HttpStatusCode.Accepted, asked.Text);
        var id = asked.At("id");
        (await client.PostAsync("/questions", Requests.Question(), ("Idempotency-Key", "k"))).At("id").ShouldBe(id);
        (
            await client.PostAsync(
                "/questions",
                Requests.Question(question: "Other?"),
                ("Idempotency-Key", "k"))).ShouldBeProblem(HttpStatusCode.Conflict, "idempotencyKeyReused");
        (await client.ReadAsync($"/questions/{id}")).At("status").ShouldBe("queued");
        (await client.ReadAsync("/questions")).At("items.0.id").ShouldBe(id);
        (await client.ReadAsync("/system")).At("queue.ready").ShouldBe("1");
        (await client.ReadAsync("/health")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.RemoveAsync($"/questions/{id}")).ShouldBeProblem(HttpStatusCode.Conflict, "questionNotEnded");

        await using var stream = await EventReader.OpenAsync(client, id);
        (await stream.EventAsync()).Id.ShouldBe("1");
        (await client.PostAsync($"/questions/{id}/cancel", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await stream.EventAsync()).Id.ShouldBe("2");
        (await stream.EventAsync()).Type.ShouldBe("end");

        (await client.PostAsync($"/questions/{id}/cancel", "")).ShouldBeProblem(HttpStatusCode.Conflict, "questionEnded");
        (await client.ReadAsync($"/questions/{id}/export")).At("tables.0.rows.0.1").ShouldBe("131,900");
        (await client.RemoveAsync($"/questions/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await client.ReadAsync($"/questions/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "questionNotFound");
    }

    [Fact]
    public async Task A_table_of_the_store_is_queried_and_asked()
    {
        await using var factory = Start(_garnet.ConnectionString);
        using var client = factory.CreateClient();
        var id = await client.StoreCitiesAsync();

        var queried = await client.PostAsync("/tables/query", $$"""{"sql":"SELECT max(People) FROM c","tables":[{"id":"{{id}}","name":"c"}]}""");
        var asked = await client.PostAsync("/questions", Requests.Question($$"""[{"id":"{{id}}","name":"c"}]"""));
        var missing = await client.PostAsync("/questions", Requests.Question($$"""[{"id":"{{new string('0', 64)}}","name":"c"}]"""));

        queried.At("rows.0.0").ShouldBe("131,900");
        asked.Status.ShouldBe(HttpStatusCode.Accepted, asked.Text);
        missing.ShouldBeProblem(HttpStatusCode.NotFound, "tableNotFound");
    }

    [Theory]
    [InlineData("Queue:MaxQueued", "queueFull")]
    [InlineData("Queue:MaxPerClient", "clientLimit")]
    public async Task A_full_queue_refuses_and_stores_nothing(string setting, string code)
    {
        await using var factory = Start(_garnet.ConnectionString, (setting, "1"));
        using var client = factory.CreateClient();
        await client.AskAsync();

        var reply = await client.PostAsync("/questions", Requests.Question());

        reply.ShouldBeProblem(HttpStatusCode.TooManyRequests, code);
        reply.Headers.RetryAfter.ShouldNotBeNull();
        (await client.ReadAsync("/questions")).Body["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_redis_the_api_starts_says_so_and_stays_alive()
    {
        await using var factory = Start(NothingListensHere);
        using var client = factory.CreateClient();

        // Together: each waits for Redis as long as it may.
        var list = client.ReadAsync("/questions");
        var system = client.ReadAsync("/system");
        var alive = client.ReadAsync("/alive");
        var health = client.ReadAsync("/health");

        (await list).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "storeUnavailable");
        (await system).At("store.available").ShouldBe("false");
        (await alive).Status.ShouldBe(HttpStatusCode.OK);
        (await health).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    public void Dispose() => _garnet.Dispose();

    private static WebApplicationFactory<RequestLimits> Start(string redis, params (string Key, string Value)[] settings) =>
        new WebApplicationFactory<RequestLimits>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:redis", redis);
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }
        });
}
