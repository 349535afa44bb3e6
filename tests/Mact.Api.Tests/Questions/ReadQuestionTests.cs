using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Questions;

public sealed class ReadQuestionTests
{
    [Fact]
    public async Task A_question_shows_where_it_stands_and_how_many_are_ahead()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Queue.Ahead = 3;

        var reply = await client.ReadAsync($"/questions/{id}");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("id").ShouldBe(id);
        reply.At("question").ShouldBe("Which city has the most people?");
        reply.At("status").ShouldBe("queued");
        reply.At("message").ShouldContain("3 questions are ahead");
        reply.At("links.events").ShouldBe($"/questions/{id}/events");
        reply.Body["answer"]!.AsArray().ShouldBeEmpty();
        reply.Body.AsObject().ContainsKey("error").ShouldBeTrue("an absent error is null, not missing");
    }

    [Fact]
    public async Task An_answered_question_shows_answer_agreement_and_how()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Store.Answer(id);

        var reply = await client.ReadAsync($"/questions/{id}");

        reply.At("status").ShouldBe("answered");
        reply.At("answer.0").ShouldBe("Arden");
        reply.At("agreement.votes").ShouldBe("4");
        reply.At("agreement.of").ShouldBe("5");
        reply.At("by").ShouldBe("finish");
        reply.At("attempt").ShouldBe("1");
        reply.At("usage.inputTokens").ShouldBe("0");
    }

    [Fact]
    public async Task A_failed_question_shows_what_is_served_instead()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Store.Get(id)!.Append(Runs.Failed);

        var reply = await client.ReadAsync($"/questions/{id}");

        reply.At("status").ShouldBe("failed");
        reply.At("error.code").ShouldBe("modelNotFound");
        reply.At("error.served.0").ShouldBe("y");
    }

    [Fact]
    public async Task Records_come_in_order_from_a_place_on()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Store.Answer(id);

        var all = await client.ReadAsync($"/questions/{id}/records");
        var rest = await client.ReadAsync($"/questions/{id}/records?after=2");

        all.Body.AsArray()
            .Select(static record => record!["record"]!["type"]!.GetValue<string>())
            .ShouldBe(["accepted", "attemptStarted", "finished"]);
        rest.At("0.sequence").ShouldBe("3");
        rest.Body.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/records")]
    [InlineData("/events")]
    [InlineData("/export")]
    public async Task An_unknown_question_is_not_found(string part)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.ReadAsync($"/questions/nobody{part}")).ShouldBeProblem(HttpStatusCode.NotFound, "questionNotFound");
        (await client.ReadAsync($"/questions/%7Bq%7D%0A{part}")).ShouldBeProblem(HttpStatusCode.NotFound, "questionNotFound");
    }

    [Fact]
    public async Task A_question_can_be_cancelled_once()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();

        (await client.PostAsync($"/questions/{id}/cancel", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await client.PostAsync($"/questions/{id}/cancel", "")).ShouldBeProblem(HttpStatusCode.Conflict, "questionEnded");
        (await client.ReadAsync($"/questions/{id}")).At("status").ShouldBe("cancelled");
        (await client.PostAsync("/questions/nobody/cancel", "")).ShouldBeProblem(HttpStatusCode.NotFound, "questionNotFound");
    }

    [Fact]
    public async Task Only_an_ended_question_can_be_deleted()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();

        (await client.RemoveAsync($"/questions/{id}")).ShouldBeProblem(HttpStatusCode.Conflict, "questionNotEnded");
        factory.Store.Answer(id);
        (await client.RemoveAsync($"/questions/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await client.RemoveAsync($"/questions/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "questionNotFound");
    }

    [Fact]
    public async Task Prompt_parts_come_by_hash_and_unknown_ones_are_left_out()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        factory.Store.PromptParts["aa"] = "You plan.";
        factory.Store.PromptParts["bb"] = "Tables: …";

        var reply = await client.ReadAsync("/prompts?hash=aa&hash=cc&hash=bb");

        reply.Body.AsObject().Select(static part => part.Key).ShouldBe(["aa", "bb"], ignoreOrder: true);
        reply.At("bb").ShouldBe("Tables: …");
        (await client.ReadAsync("/prompts")).Body.AsObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_export_holds_question_records_prompts_and_tables()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.AskAsync();
        factory.Store.PromptParts["aa"] = "You plan.";
        factory.Store.Get(id)!.Append(Runs.Called("aa"));
        factory.Store.Answer(id);

        var reply = await client.ReadAsync($"/questions/{id}/export");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("question.text").ShouldBe("Which city has the most people?");
        reply.Body["records"]!.AsArray().Count.ShouldBe(4);
        reply.At("prompts.aa").ShouldBe("You plan.");
        reply.At("tables.0.name").ShouldBe("cities");
        reply.At("tables.0.columns.1.type").ShouldBe("integer");
        reply.At("tables.0.rows.1.0").ShouldBe("Belmore");
    }
}
