using System.Net;
using System.Text.Json;
using Mact.Api.Tests.Support;
using Mact.Core.Questions;

namespace Mact.Api.Tests.Questions;

public sealed class EventsTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_stream_says_at_once_that_it_stands()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();

        await using var stream = await EventReader.OpenAsync(client, id);

        stream.MediaType.ShouldBe("text/event-stream");
        (await stream.NextAsync()).ShouldNotBeNull().Type.ShouldBe("comment");
    }

    [Fact]
    public async Task Records_arrive_as_they_are_written_and_the_stream_ends_after_the_terminal_one()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        await using var stream = await EventReader.OpenAsync(client, id);

        (await stream.EventAsync()).ShouldSatisfyAllConditions(
            static first => first.Id.ShouldBe("1"),
            static first => JsonSerializer.Deserialize(first.Data!, MactJson.Default.StoredRecord)!.Record.ShouldBeOfType<Accepted>());
        factory.Store.Get(id)!.Append(Runs.Started);
        (await stream.EventAsync()).Id.ShouldBe("2");
        factory.Store.Get(id)!.Append(Runs.Answered);
        (await stream.EventAsync()).Id.ShouldBe("3");
        (await stream.EventAsync()).Type.ShouldBe("end");
        (await stream.NextAsync()).ShouldBeNull("nothing follows the end");
    }

    [Theory]
    [InlineData("Last-Event-ID")]
    [InlineData("after")]
    public async Task A_watcher_goes_on_where_it_stood(string way)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Store.Answer(id);

        await using var stream = way == "after"
            ? await EventReader.OpenAsync(client, id, query: "?after=1")
            : await EventReader.OpenAsync(client, id, lastEventId: "1");

        (await stream.EventAsync()).Id.ShouldBe("2");
        (await stream.EventAsync()).Id.ShouldBe("3");
        (await stream.EventAsync()).Type.ShouldBe("end");
    }

    [Fact]
    public async Task A_watcher_who_has_seen_all_is_told_that_nothing_follows()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Store.Answer(id);

        await using var stream = await EventReader.OpenAsync(client, id, lastEventId: "3");

        (await stream.EventAsync()).Type.ShouldBe("end");
    }

    [Fact]
    public async Task A_place_that_the_journal_does_not_have_means_from_the_beginning()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Store.Answer(id);

        await using var stream = await EventReader.OpenAsync(client, id, lastEventId: "4000");

        (await stream.EventAsync()).Id.ShouldBe("1");
    }

    [Fact]
    public async Task A_place_that_is_no_number_is_refused()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();

        (await client.ReadAsync($"/questions/{id}/events?after=x")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidParameter");
    }

    [Fact]
    public async Task A_quiet_stream_shows_every_ten_seconds_that_it_lives()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        await using var stream = await EventReader.OpenAsync(client, id);
        await stream.EventAsync();

        for (var beat = 0; beat < 2; beat++)
        {
            var next = stream.NextAsync();
            while (!next.IsCompleted)
            {
                factory.Time.Advance(Heartbeat);
                await Task.Yield();
            }

            (await next).ShouldNotBeNull().Type.ShouldBe("comment");
        }
    }

    [Fact]
    public async Task A_stream_that_loses_its_store_ends_without_saying_that_the_run_ended()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        await using var stream = await EventReader.OpenAsync(client, id);
        await stream.EventAsync();

        factory.Store.Trouble = new StoreUnavailableException("Redis is not reachable.");
        factory.Store.Get(id)!.Append(Runs.Started);

        (await stream.RestAsync()).ShouldNotContain("end");
    }

    [Fact]
    public async Task A_stopping_server_does_not_wait_for_watchers()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        await using var stream = await EventReader.OpenAsync(client, id);
        await stream.EventAsync();

        factory.Stop();

        (await stream.RestAsync()).ShouldNotContain("end");
    }
}
