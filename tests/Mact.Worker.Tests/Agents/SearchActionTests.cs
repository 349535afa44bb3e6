using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

/// <summary>The Search action from the plan to the observation, against a server on this machine.</summary>
public sealed class SearchActionTests
{
    private static readonly QuestionOptions Searching =
        new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off, Search = true };

    [Fact]
    public async Task A_page_is_observed_and_asked_for_once()
    {
        await using var encyclopedia = await Encyclopedia.StartAsync(TestContext.Current.CancellationToken);
        var scenario = new Scenario { Options = Searching, Search = encyclopedia.Client };
        var client = Script(
            [[Step(1, "x", "Search[Osby]")], [Step(2, "again", "Search[osby]")], [Step(2, "done", "Finish[on the coast]")]], [["SELECT 'x'"]]);
        (await scenario.AnswerAsync(client)).Answer.ShouldBe(["on the coast"]);
        encyclopedia.Asked.ShouldBe(["Osby"]);
        scenario.Journal.Of<Observed>().Single().Text.ShouldBe("Osby is a town on the coast.");
        scenario.Journal.Of<ToolResult>().Single().Tool.ShouldBe("search");
        client.Count(CallPurpose.Code).ShouldBe(0);
    }

    [Fact]
    public async Task Where_there_is_no_page_the_planner_is_told_similar_titles()
    {
        await using var encyclopedia = await Encyclopedia.StartAsync(TestContext.Current.CancellationToken);
        var scenario = new Scenario { Options = Searching, Search = encyclopedia.Client };
        await scenario.RunAsync(Script([[Step(1, "x", "Search[Osbby]")], [Step(2, "done", "Finish[Osby]")]], [["SELECT 'x'"]]));
        scenario.Journal.Of<Observed>().First().Text.ShouldContain("Similar: Osby");
    }

    [Fact]
    public async Task A_search_is_not_made_again_by_the_worker_that_goes_on()
    {
        await using var encyclopedia = await Encyclopedia.StartAsync(TestContext.Current.CancellationToken);
        var plans = new[] { new[] { Step(1, "x", "Search[Osby]") }, [Step(2, "done", "Finish[on the coast]")] };
        var whole = new Scenario { Options = Searching, Search = encyclopedia.Client };
        await whole.AnswerAsync(Script(plans, [["SELECT 'x'"]]));
        var replay = new Scenario { Options = Searching, Search = encyclopedia.Client, Journal = new(whole.Journal.Records) };
        (await replay.AnswerAsync(ScriptedClient.Silent())).Answer.ShouldBe(["on the coast"]);
        encyclopedia.Asked.Count.ShouldBe(1);
    }
}
