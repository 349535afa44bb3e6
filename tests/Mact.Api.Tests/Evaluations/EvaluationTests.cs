using System.Net;
using Mact.Api.Tests.Support;
using static Mact.Api.Tests.Evaluations.EvaluationApp;

namespace Mact.Api.Tests.Evaluations;

/// <summary>Evaluations through the real queue and store, on the Redis stand-in; the test is the worker.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly GarnetInProcess _garnet = new();

    [Theory]
    [InlineData("/evaluations/check")]
    [InlineData("/evaluations")]
    [InlineData("/keys")]
    public async Task The_example_of_the_document_is_taken(string path)
    {
        await using var app = new EvaluationApp(_garnet);
        var document = await app.Client.ReadAsync("/openapi/v1.json");
        var example = document.Body["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!.ToJsonString();

        var reply = await app.Client.PostAsync(path, example);

        ((int)reply.Status).ShouldBeInRange(200, 299, reply.Text);
    }

    [Fact]
    public async Task An_evaluation_survives_a_restart_and_asks_nothing_twice()
    {
        string path;
        Question one;
        await using (var first = new EvaluationApp(_garnet))
        {
            path = await first.StartAsync($"{Item("a")}\n{{broken\n{Item("b")}", ""","strategies":["sql"]""");
            one = await first.AnswerAsync("Arden");
            await first.UntilAsync(path, static reply => reply.At("done") == "2");
        }

        await using var second = new EvaluationApp(_garnet);
        var other = await second.AnswerAsync("Belmore");
        await second.UntilAsync(path, "finished");

        other.Text.ShouldBe(one.Text);
        other.Id.ShouldNotBe(one.Id);
        one.Options.Strategy.ShouldBe(Strategy.Sql);
        one.Options.Priority.ShouldBe(QuestionPriority.Evaluation);
        var client = second.Client;
        var view = await client.ReadAsync(path);
        (
            view.At("done"),
            view.At("total"),
            view.At("reports.0.badRows"),
            view.At("reports.0.accuracy.count"),
            view.At("reports.0.accuracy.of")).ShouldBe(("3", "3", "1", "1", "2"));
        (view.At("summaries.0.accuracy.count"), view.At("summaries.0.answered"), view.At("badRows")).ShouldBe(("1", "2", "1"));
        double.Parse(view.At("reports.0.wallSeconds")).ShouldBeGreaterThan(0);
        (await client.ReadAsync($"{path}/export?as=csv")).Text.ShouldContain("Belmore");
        (await client.ReadAsync($"{path}/export")).Text.ShouldContain("1/2 = 50.0 %");
        (await client.ReadAsync($"{path}/export?as=json")).At("0.coverage.count").ShouldBe("2");
        (await client.ReadAsync("/evaluations")).At("items.0.status").ShouldBe("finished");
        (await client.ReadAsync($"{path}?reports=false")).Body["reports"]!.AsArray().ShouldBeEmpty();
        (await client.ReadAsync("/questions")).Body["items"]!.AsArray().Count.ShouldBe(2);
        (await client.ReadAsync($"{path}/compare/{path.Split('/')[^1]}")).At("both").ShouldBe("1");
    }

    [Fact]
    public async Task A_paused_evaluation_stays_paused_over_a_restart_and_goes_on_when_it_is_resumed()
    {
        string path;
        await using (var first = new EvaluationApp(_garnet))
        {
            path = await first.StartAsync($"{Item("a")}\n{Item("b")}");
            (await first.Client.PostAsync($"{path}/pause", "")).Status.ShouldBe(HttpStatusCode.Accepted);
            (await first.Client.PostAsync($"{path}/pause", "")).ShouldBeProblem(HttpStatusCode.Conflict, "evaluationState");
        }

        await using var second = new EvaluationApp(_garnet);
        (await second.Client.ReadAsync(path)).At("status").ShouldBe("paused");
        (await second.Client.PostAsync($"{path}/resume", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        await second.AnswerAsync("Arden");
        await second.AnswerAsync("Arden");
        await second.UntilAsync(path, "finished");
        (await second.Client.ReadAsync(path)).At("reports.0.accuracy.count").ShouldBe("2");
    }

    [Fact]
    public async Task A_cancelled_evaluation_leaves_nothing_in_the_queue_even_where_another_process_ends_it()
    {
        string path;
        await using (var first = new EvaluationApp(_garnet))
        {
            path = await first.StartAsync(string.Join('\n', Enumerable.Range(0, 40).Select(static i => Item($"i{i}"))));
            await first.AnswerAsync("Arden");
            await first.UntilAsync(path, static reply => reply.At("done") == "1");
            (await first.Client.PostAsync($"{path}/cancel", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        }

        await using var second = new EvaluationApp(_garnet);
        await second.UntilAsync(path, "cancelled");

        (await second.Client.PostAsync($"{path}/resume", "")).ShouldBeProblem(HttpStatusCode.Conflict, "evaluationState");
        (await second.Client.ReadAsync("/questions?status=queued,running,waiting")).Body["items"]!.AsArray().ShouldBeEmpty();
        (await second.Client.ReadAsync(path)).At("summaries.0.accuracy.count").ShouldBe("1");
    }

    [Fact]
    public async Task A_deleted_evaluation_takes_its_questions_and_tables_with_it()
    {
        await using var app = new EvaluationApp(_garnet);
        var kept = await app.StartAsync(Item("kept"));
        var question = await app.AnswerAsync("Arden");
        await app.UntilAsync(kept, "finished");
        var path = await app.StartAsync($"{Item("a")}\n{Item("b")}\n{Item("c")}");
        var ended = await app.AnswerAsync("Arden");
        await app.UntilAsync(path, static reply => reply.At("done") == "1");

        (await app.Client.RemoveAsync(path)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await app.Client.ReadAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "evaluationNotFound");
        (await app.Client.ReadAsync("/evaluations")).Body["items"]!.AsArray().Count.ShouldBe(1);
        await app.UntilAsync("/questions", static reply => reply.Body["items"]!.AsArray().Count == 1);
        (await app.Client.ReadAsync($"/questions/{question.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await app.Client.ReadAsync($"/tables/{ended.Tables[0].Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Client.ReadAsync($"/tables/{question.Tables[0].Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await app.Client.RemoveAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Two_processes_hand_in_every_item_once()
    {
        await using var first = new EvaluationApp(_garnet);
        await using var second = new EvaluationApp(_garnet);
        var path = await first.StartAsync(string.Join('\n', Enumerable.Range(0, 20).Select(static i => Item($"i{i}"))));

        List<string> asked = [];
        for (var i = 0; i < 20; i++)
        {
            asked.Add((await (i % 2 == 0 ? first : second).AnswerAsync("Arden")).Id);
        }

        await second.UntilAsync(path, "finished");
        asked.Distinct(StringComparer.Ordinal).Count().ShouldBe(20);
        (await second.Client.ReadAsync("/questions")).Body["items"]!.AsArray().Count.ShouldBe(20);
        (await first.Client.ReadAsync(path)).At("reports.0.accuracy.of").ShouldBe("20");
    }

    [Fact]
    public async Task Questions_in_a_csv_are_asked_of_stored_tables()
    {
        await using var app = new EvaluationApp(_garnet);
        var table = await app.Client.StoreCitiesAsync();
        var tables = $$""","fileName":"mine.csv","tables":[{"id":"{{table}}","name":"cities"}]""";

        var path = await app.StartAsync("question,answer\nWhich city has the most people?,Arden\n", tables);
        var question = await app.AnswerAsync("Arden");
        await app.UntilAsync(path, "finished");

        question.Tables.ShouldHaveSingleItem().ShouldBe(new(table, "cities"));
        (await app.Client.ReadAsync(path)).At("reports.0.accuracy.count").ShouldBe("1");
    }

    [Fact]
    public async Task A_replay_takes_rows_and_options_of_the_earlier_evaluation_and_names_its_questions()
    {
        await using var app = new EvaluationApp(_garnet);
        var client = app.Client;
        var path = await app.StartAsync($"{Item("a")}\n{Item("b")}", ""","strategies":["sql"],"options":{"codeSamples":3}""");
        var earlier = path.Split('/')[^1];
        (await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}"}""")).ShouldBeProblem(HttpStatusCode.Conflict, "evaluationState");
        Question[] asked = [await app.AnswerAsync("Arden"), await app.AnswerAsync("Arden")];
        await app.UntilAsync(path, "finished");

        var replay = await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}","options":{"guessWeight":0}}""");
        replay.Status.ShouldBe(HttpStatusCode.Accepted, replay.Text);
        Question[] again = [await app.AnswerAsync("Arden"), await app.AnswerAsync("Arden")];
        await app.UntilAsync($"/evaluations/{replay.At("definition.id")}", "finished");

        replay.At("definition.replayOf").ShouldBe(earlier);
        again.Select(static question => question.Options.ReplayOf).ShouldBe(asked.Select(static question => question.Id), ignoreOrder: true);
        again.Select(static question => question.Id).Intersect(asked.Select(static question => question.Id)).ShouldBeEmpty();
        again.ShouldAllBe(
            static question => question.Options.Strategy == Strategy.Sql && question.Options.CodeSamples == 3 && question.Options.GuessWeight == 0);
        (await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}","strategies":["agent"]}""")).Detail.ShouldContain("sql");
        (await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}","data":"{}"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}","options":{"planSamples":0}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync("/evaluations", """{"replayOf":"never-asked"}""")).ShouldBeProblem(HttpStatusCode.NotFound, "evaluationNotFound");
    }

    public void Dispose() => _garnet.Dispose();
}
