using System.Net;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Tests.Support;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Runs;
using Mact.DevServices.Redis;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Api.Tests.Evaluations;

/// <summary>Evaluations through the real queue and store, on the Redis stand-in; the test is the worker.</summary>
public sealed class EvaluationTests : IDisposable
{
    private const string Row = """{"id":"ID","dataset":"wtq","question":"Which city has the most people?","tables":[{"name":"t","columns":["City","People"],"rows":[["Arden","131,900"]]}],"answer":["Arden"]}""";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly GarnetServerHost _garnet = GarnetServerHost.Start(port: 0, dataDirectory: null);

    [Fact]
    public async Task An_evaluation_survives_a_restart_and_asks_nothing_twice()
    {
        var first = Start();
        using var before = first.CreateClient();
        var started = await before.PostAsync("/evaluations", Body($"{Item("a")}\n{{broken\n{Item("b")}", ""","strategies":["sql"]"""));
        started.Status.ShouldBe(HttpStatusCode.Accepted, started.Text);
        var path = $"/evaluations/{started.At("definition.id")}";
        var one = await AnswerAsync(first, "Arden");
        await UntilAsync(before, path, "done", "2");
        await first.DisposeAsync();

        await using var second = Start();
        using var after = second.CreateClient();
        var other = await AnswerAsync(second, "Belmore");
        await UntilAsync(after, path, "status", "finished");

        other.Text.ShouldBe(one.Text);
        other.Id.ShouldNotBe(one.Id);
        one.Options.Strategy.ShouldBe(Strategy.Sql);
        one.Options.Priority.ShouldBe(QuestionPriority.Evaluation);
        var view = await after.ReadAsync(path);
        (view.At("done"), view.At("total"), view.At("reports.0.badRows"), view.At("reports.0.accuracy.count"), view.At("reports.0.accuracy.of")).ShouldBe(("3", "3", "1", "1", "2"));
        (await after.ReadAsync($"{path}/export?as=csv")).Text.ShouldContain("Belmore");
        (await after.ReadAsync($"{path}/export")).Text.ShouldContain("1/2 = 50.0 %");
        (await after.ReadAsync("/evaluations")).At("0.status").ShouldBe("finished");
        (await after.ReadAsync("/questions")).Body["items"]!.AsArray().Count.ShouldBe(2);
        (await after.ReadAsync($"{path}/compare/{started.At("definition.id")}")).At("both").ShouldBe("1");
    }

    [Fact]
    public async Task A_paused_evaluation_goes_on_when_it_is_resumed_and_ends_when_it_is_cancelled()
    {
        await using var factory = Start();
        using var client = factory.CreateClient();
        var started = await client.PostAsync("/evaluations", Body($"{Item("a")}\n{Item("b")}", string.Empty));
        var path = $"/evaluations/{started.At("definition.id")}";

        (await client.PostAsync($"{path}/pause", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await client.PostAsync($"{path}/pause", "")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await client.ReadAsync(path)).At("status").ShouldBe("paused");
        (await client.PostAsync($"{path}/resume", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        await AnswerAsync(factory, "Arden");
        await UntilAsync(client, path, "done", "1");
        (await client.PostAsync($"{path}/cancel", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await client.PostAsync($"{path}/resume", "")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await client.ReadAsync(path)).At("status").ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_replay_takes_rows_and_options_of_the_earlier_evaluation_and_names_its_questions()
    {
        await using var factory = Start();
        using var client = factory.CreateClient();
        var started = await client.PostAsync("/evaluations", Body($"{Item("a")}\n{Item("b")}", ""","strategies":["sql"],"options":{"codeSamples":3}"""));
        var earlier = started.At("definition.id");
        (await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}"}""")).Status.ShouldBe(HttpStatusCode.Conflict);
        Question[] asked = [await AnswerAsync(factory, "Arden"), await AnswerAsync(factory, "Arden")];
        await UntilAsync(client, $"/evaluations/{earlier}", "status", "finished");

        var replay = await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}","options":{"guessWeight":0}}""");
        replay.Status.ShouldBe(HttpStatusCode.Accepted, replay.Text);
        Question[] again = [await AnswerAsync(factory, "Arden"), await AnswerAsync(factory, "Arden")];
        await UntilAsync(client, $"/evaluations/{replay.At("definition.id")}", "status", "finished");

        replay.At("definition.replayOf").ShouldBe(earlier);
        again.Select(static question => question.Options.ReplayOf).ShouldBe(asked.Select(static question => question.Id), ignoreOrder: true);
        again.Select(static question => question.Id).Intersect(asked.Select(static question => question.Id)).ShouldBeEmpty();
        again.ShouldAllBe(static question => question.Options.Strategy == Strategy.Sql && question.Options.CodeSamples == 3 && question.Options.GuessWeight == 0);
        (await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}","strategies":["agent"]}""")).Detail.ShouldContain("sql");
        (await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}","data":"{}"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync("/evaluations", $$$"""{"replayOf":"{{{earlier}}}","options":{"planSamples":0}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync("/evaluations", """{"replayOf":"never-asked"}""")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":""}""")]
    [InlineData("""{"data":"{broken"}""")]
    [InlineData("""{"data":7}""")]
    [InlineData("""{"data":"x","colour":"red"}""")]
    [InlineData("""{"data":"x","strategies":["guess"]}""")]
    [InlineData("""{"data":"x","options":{"planSamples":0}}""")]
    [InlineData("""{"data":"x","repeats":0}""")]
    [InlineData("""{"data":"x","options":{"replayOf":"q"}}""")]
    public async Task A_request_that_cannot_be_carried_out_is_refused_in_words(string body)
    {
        await using var factory = Start();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/evaluations", body);

        reply.Status.ShouldBe(HttpStatusCode.BadRequest, reply.Text);
        reply.Detail.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task An_unknown_evaluation_is_not_found()
    {
        await using var factory = Start();
        using var client = factory.CreateClient();

        (await client.ReadAsync("/evaluations/none")).ShouldBeProblem(HttpStatusCode.NotFound, "evaluationNotFound");
    }

    public void Dispose() => _garnet.Dispose();

    private static string Item(string id) => Row.Replace("ID", id, StringComparison.Ordinal);

    private static string Body(string data, string more) => $"{{\"data\":{JsonSerializer.Serialize(data)}{more}}}";

    private static async Task<Question> AnswerAsync(WebApplicationFactory<RequestLimits> factory, string answer)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timer.CancelAfter(Limit);
        var queue = factory.Services.GetRequiredService<IQuestionQueue>();
        while (true)
        {
            if (await queue.ClaimAsync("test", Limit, timer.Token) is { } lease)
            {
                var outcome = new Outcome.Answered([answer], AnsweredBy.Vote, new(3, 5, 1, Executed: true));
                await queue.SettleAsync(lease, new Settlement.Done(new Finished(outcome) { Key = "finished", At = lease.Question.SubmittedAt }), timer.Token);
                return lease.Question;
            }

            await queue.WaitForWorkAsync(TimeSpan.FromSeconds(1), timer.Token);
        }
    }

    private static async Task UntilAsync(HttpClient client, string path, string member, string value)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timer.CancelAfter(Limit);
        while ((await client.ReadAsync(path)).At(member) != value)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), timer.Token);
        }
    }

    private WebApplicationFactory<RequestLimits> Start() => new WebApplicationFactory<RequestLimits>().WithWebHostBuilder(builder =>
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("ConnectionStrings:redis", _garnet.ConnectionString);
    });
}
