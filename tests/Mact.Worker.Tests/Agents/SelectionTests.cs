using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

/// <summary>Five plans on which the strategies differ: three alike, two that reach the common answer, one that the model holds most likely.</summary>
public sealed class SelectionTests
{
    private static readonly string[] Plans =
    [
        Step(1, "a", "Retrieve[the goals of Ines]", null, "Ines"),
        Step(1, "a", "Retrieve[goals of Ines]", null, "Jonas"),
        Step(1, "a", "Retrieve[goals of the Ines]", null, "Mara"),
        Step(1, "b", "Operate[largest goals]", null, "Owen"),
        Step(1, "c", "Operate[players sorted by goals]", null, "Owen"),
    ];

    [Theory]
    [InlineData(ActionSelection.Consistency, "the goals of Ines")]
    [InlineData(ActionSelection.Rollout, "largest goals")]
    [InlineData(ActionSelection.Logp, "players sorted by goals")]
    [InlineData(ActionSelection.Llm, "largest goals")]
    [InlineData(ActionSelection.Combined, "largest goals")]
    public async Task Each_strategy_chooses_in_its_own_way(ActionSelection selection, string argument)
    {
        var (scenario, client) = await RunAsync(selection, _ => "They differ.\nBest: 2", sample => sample == 4 ? -0.1 : -1);
        var chosen = scenario.Journal.Of<ActionChosen>().First();
        chosen.Argument.ShouldBe(argument);
        chosen.Selection.ShouldBe(selection);
        chosen.Options.Sum(option => option.Guessed.Count).ShouldBe(5);
        client.Count(CallPurpose.Judge).ShouldBe(selection is ActionSelection.Llm or ActionSelection.Combined ? 1 : 0);
        client.Of(CallPurpose.Plan).First().Logprobs.ShouldBe(selection is ActionSelection.Logp or ActionSelection.Combined);
    }

    [Theory]
    [InlineData("no number")]
    [InlineData("Best: 9")]
    [InlineData("")]
    [InlineData("best\n*")]
    public async Task A_judge_that_names_no_candidate_leaves_it_to_consistency(string verdict)
    {
        var (scenario, _) = await RunAsync(
            ActionSelection.Llm, _ => verdict.EndsWith('*') ? verdict[..^1] + new string(' ', 1_000_000) : verdict, _ => null);
        scenario.Journal.Of<ActionChosen>().First().Argument.ShouldBe("the goals of Ines");
    }

    [Theory]
    [InlineData(ActionSelection.Logp)]
    [InlineData(ActionSelection.Combined)]
    public async Task Without_log_probabilities_the_strategy_is_refused_in_words(ActionSelection selection)
    {
        var (_, _, outcome) = await OutcomeAsync(selection, _ => "Best: 1", _ => null);
        outcome.ShouldBeOfType<Outcome.Failed>().Error.Code.ShouldBe(ErrorCodes.OptionNotSupported);
    }

    [Theory]
    [InlineData(ActionSelection.Logp)]
    [InlineData(ActionSelection.Combined)]
    public async Task An_endpoint_without_log_probabilities_is_refused_even_where_the_shortcut_would_answer(ActionSelection selection)
    {
        var client = Script([[Step(1, "easy", "Finish[Owen]")]], [["SELECT 'Owen'"]]);
        var outcome =
            await new Scenario
            {
                Options = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Trust, Selection = selection },
            }.RunAsync(client);
        outcome.ShouldBeOfType<Outcome.Failed>().Error.Code.ShouldBe(ErrorCodes.OptionNotSupported);
        client.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Where_only_unreadable_plans_have_log_probabilities_consistency_chooses()
    {
        var scenario =
            new Scenario
            {
                Options = new()
                {
                    Strategy = Strategy.Agent,
                    AdaptiveSampling = false,
                    Shortcut = ShortcutMode.Off,
                    Selection = ActionSelection.Logp,
                    MaxAttempts = 1,
                },
            };
        var client = new ScriptedClient((_, sample) => sample == 0 ? "nothing to do" : Step(1, "a", sample == 1 ? "Retrieve[a]" : "Retrieve[b]"))
        {
            Logprob = (_, sample) => sample == 0 ? -0.1 : null,
        };
        await scenario.RunAsync(client);
        scenario.Journal.Of<ActionChosen>().Single().Argument.ShouldBe("b");
    }

    [Fact]
    public async Task Instructions_with_different_numbers_are_different_actions()
    {
        var scenario = new Scenario();
        await scenario.RunAsync(Script(
            [
                [
                    Step(1, "a", "Retrieve[all players of the table with goals above 10]"),
                    Step(1, "a", "Retrieve[all players of the table with goals above 11]"),
                ],
                [Step(2, "x", "Finish[Owen]")],
            ],
            [["SELECT 'Owen'"]]));
        scenario.Journal.Of<ActionChosen>().First().Options.Count.ShouldBe(2);
    }

    [Fact]
    public async Task At_a_tie_a_tool_goes_before_finish_until_the_answer_was_observed()
    {
        var early =
            new Scenario { Options = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off, PlanSamples = 2 } };
        await early.RunAsync(
            Script([[Step(1, "a", "Finish[Owen]"), Step(1, "a", "Retrieve[top scorer]")], [Step(2, "x", "Finish[Owen]")]], [["SELECT 'Owen'"]]));
        early.Journal.Of<ActionChosen>().First().Action.ShouldBe("retrieve");

        var late =
            new Scenario { Options = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off, PlanSamples = 2 } };
        await late.RunAsync(
            Script(
                [[Step(1, "a", "Retrieve[top scorer]")], [Step(2, "x", "Retrieve[goals of him]"), Step(2, "x", "Finish[Owen]")]],
                [["SELECT 'Owen'"]]));
        late.Journal.Of<ActionChosen>().Last().Action.ShouldBe("finish");
    }

    private static async Task<(Scenario Scenario, ScriptedClient Client)> RunAsync(
        ActionSelection selection, Func<int, string> judge, Func<int, double?> logprob)
    {
        var (scenario, client, _) = await OutcomeAsync(selection, judge, logprob);
        return (scenario, client);
    }

    private static async Task<(Scenario Scenario, ScriptedClient Client, Outcome Outcome)> OutcomeAsync(
        ActionSelection selection, Func<int, string> judge, Func<int, double?> logprob)
    {
        var scenario =
            new Scenario
            {
                Options = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off, Selection = selection },
            };
        var client = new ScriptedClient((request, sample) => request.Purpose switch
        {
            CallPurpose.Plan when request.Messages[^1].Content.Contains("Observation 1:", StringComparison.Ordinal) =>
                Step(2, "done", "Finish[Owen]"),
            CallPurpose.Plan => Plans[sample],
            CallPurpose.Judge => judge(sample),
            _ => Sql("SELECT 'Owen'"),
        })
        { Logprob = (_, sample) => logprob(sample) };
        return (scenario, client, await scenario.RunAsync(client));
    }
}
