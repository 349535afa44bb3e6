using System.Net;
using Mact.Api.Tests.Evaluations;
using Mact.Api.Tests.Support;
using Mact.Core.Access;
using NSubstitute;

namespace Mact.Api.Tests.Access;

/// <summary>What questions may use on a server, and how a person learns which limit is reached and when that is over.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly GarnetInProcess _garnet = new();

    [Theory]
    [InlineData("Limits:MaxSamples", "4", """{"planSamples":5}""")]
    [InlineData("Limits:MaxSamples", "4", """{"planSamples":1,"codeSamples":64}""")]
    [InlineData("Limits:MaxSteps", "3", """{"maxSteps":4}""")]
    [InlineData("Limits:TokensPerQuestion", "1000", """{"budget":{"tokens":1001}}""")]
    public async Task More_than_one_question_may_use_is_refused_by_the_name_of_the_limit(string limit, string value, string options)
    {
        await using var app = new GuardedApp(_garnet, (limit, value));
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);

        var reply = await ann.PostAsync("/questions", Requests.Question(more: $",\"options\":{options}"));

        reply.ShouldBeProblem(HttpStatusCode.Forbidden, "limitReached").Detail.ShouldContain(limit);
        (await ann.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1"), more: $",\"options\":{options}")))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "limitReached").Detail.ShouldContain(limit);
    }

    [Fact]
    public async Task What_a_question_does_not_ask_for_is_as_much_as_is_allowed()
    {
        await using var app = new GuardedApp(_garnet, ("Limits:MaxSamples", "4"), ("Limits:MaxSteps", "3"));
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);

        var id = await ann.AskAsync();
        var evaluation = await ann.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1")));

        var asked = await ann.ReadAsync($"/questions/{id}/export");
        asked.At("question.options.planSamples").ShouldBe("4");
        asked.At("question.options.codeSamples").ShouldBe("4");
        asked.At("question.options.maxSteps").ShouldBe("3");
        evaluation.Status.ShouldBe(HttpStatusCode.Accepted, evaluation.Text);
    }

    [Fact]
    public async Task A_question_without_a_budget_is_given_the_servers()
    {
        await using var app = new GuardedApp(_garnet, ("Limits:TokensPerQuestion", "1000"));
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);

        var id = await ann.AskAsync();

        (await ann.ReadAsync($"/questions/{id}/export")).At("question.options.budget.tokens").ShouldBe("1000");
    }

    [Fact]
    public async Task The_tokens_of_a_day_end_the_questions_of_one_person_or_of_all_until_midnight()
    {
        await using var app = new GuardedApp(_garnet, ("Limits:TokensPerPersonAndDay", "100"), ("Limits:TokensPerDay", "150"));
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read")).Secret);
        var hers = await ann.AskAsync();

        await app.SpendAsync(hers, 100);

        var refused = await ann.PostAsync("/questions", Requests.Question());
        refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "limitReached").Detail.ShouldContain("Limits:TokensPerPersonAndDay");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Detail.ShouldContain("midnight UTC. Try again in ");
        var his = await bob.AskAsync();
        await app.SpendAsync(his, 50);
        (await bob.PostAsync("/questions", Requests.Question())).ShouldBeProblem(HttpStatusCode.TooManyRequests, "limitReached")
            .Detail.ShouldContain("Limits:TokensPerDay");
    }

    [Fact]
    public async Task An_evaluation_has_as_many_questions_as_are_allowed()
    {
        await using var app = new GuardedApp(_garnet, ("Limits:QuestionsPerEvaluation", "1"));
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);

        (await ann.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1")))).Status.ShouldBe(HttpStatusCode.Accepted);
        (await ann.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1") + "\n" + EvaluationApp.Item("2"))))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "limitReached").Detail.ShouldContain("Limits:QuestionsPerEvaluation");
    }

    [Fact]
    public async Task One_person_whose_things_take_all_the_room_is_told_so_and_another_goes_on()
    {
        await using var app = new GuardedApp(_garnet, ("Auth:StoredBytesPerPerson", "10"));
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read", "delete")).Secret);
        await ann.StoreCitiesAsync();

        (await ann.PostAsync("/tables", Requests.Cities)).ShouldBeProblem(HttpStatusCode.InsufficientStorage, "storeFull")
            .Detail.ShouldContain("Auth:StoredBytesPerPerson");
        (await ann.PostAsync("/questions", Requests.Question())).ShouldBeProblem(HttpStatusCode.InsufficientStorage, "storeFull");

        // An evaluation counts as a table does.
        (await bob.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1")))).Status.ShouldBe(HttpStatusCode.Accepted);
        (await bob.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1")))).ShouldBeProblem(
            HttpStatusCode.InsufficientStorage, "storeFull");
        (await bob.PostAsync("/tables", Requests.Cities)).ShouldBeProblem(HttpStatusCode.InsufficientStorage, "storeFull");
    }

    [Fact]
    public async Task A_question_and_its_records_count_and_deleting_it_makes_room()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read", "delete")).Secret);
        await ann.StoreCitiesAsync();
        var table = await app.StoredBytesAsync("ann");
        var id = await ann.AskAsync();
        var asked = await app.StoredBytesAsync("ann");

        await app.SpendAsync(id, 10);

        var answered = await app.StoredBytesAsync("ann");
        table.ShouldBePositive();
        asked.ShouldBeGreaterThan(table);
        answered.ShouldBeGreaterThan(asked);
        await ann.PostAsync($"/questions/{id}/cancel", "");
        (await ann.RemoveAsync($"/questions/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await app.StoredBytesAsync("ann")).ShouldBe(0, "its table went with it");
    }

    [Theory]
    [InlineData(90, 100L, null, "nine tenths of its maxmemory")]
    [InlineData(50, null, "50", "Api:StoredBytes")]
    [InlineData(50, 1000L, "50", "Api:StoredBytes")]
    public async Task A_store_that_is_nearly_full_takes_nothing_new_and_still_gives_and_deletes(long used, long? max, string? bound, string said)
    {
        (string, string)[] settings = bound is null ? [] : [("Api:StoredBytes", bound)];
        await using var factory = new ApiFactory(settings);
        using var client = factory.CreateClient();
        var table = await client.StoreCitiesAsync();
        var id = await client.AskAsync();
        factory.Size.ReadAsync(Arg.Any<CancellationToken>()).Returns(new StoreSize(used, max));

        foreach (var (path, body) in new[]
        {
            ("/tables", Requests.Cities), ("/questions", Requests.Question()), ($"/tables/{table}/corrections", "{}"),
        })
        {
            (await client.PostAsync(path, body)).ShouldBeProblem(HttpStatusCode.InsufficientStorage, "storeFull").Detail.ShouldContain(said);
        }

        (await client.ReadAsync($"/tables/{table}")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync($"/questions/{id}/cancel", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await client.RemoveAsync($"/questions/{id}")).Status.ShouldNotBe(HttpStatusCode.InsufficientStorage);
    }

    [Theory]
    [InlineData(89, 100L)]
    [InlineData(1_000_000, null)]
    [InlineData(null, null)]
    public async Task A_store_with_room_or_without_a_bound_takes_what_comes(int? used, long? max)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        factory.Size.ReadAsync(Arg.Any<CancellationToken>()).Returns(new StoreSize(used, max));

        (await client.PostAsync("/questions", Requests.Question())).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    public void Dispose() => _garnet.Dispose();
}
