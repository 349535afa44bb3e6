using System.Net;
using Mact.Api.Tests.Evaluations;
using Mact.Api.Tests.Support;

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
    public async Task One_person_whose_tables_take_all_the_room_is_told_so_and_another_goes_on()
    {
        await using var app = new GuardedApp(_garnet, ("Auth:TableBytesPerPerson", "10"));
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read")).Secret);
        await ann.StoreCitiesAsync();

        (await ann.PostAsync("/tables", Requests.Cities)).ShouldBeProblem(HttpStatusCode.InsufficientStorage, "storeFull")
            .Detail.ShouldContain("Auth:TableBytesPerPerson");
        (await ann.PostAsync("/questions", Requests.Question())).ShouldBeProblem(HttpStatusCode.InsufficientStorage, "storeFull");
        (await bob.PostAsync("/tables", Requests.Cities)).Status.ShouldBe(HttpStatusCode.Created);
    }

    public void Dispose() => _garnet.Dispose();
}
