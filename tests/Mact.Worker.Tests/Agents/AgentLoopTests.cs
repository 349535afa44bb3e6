using Mact.Core.Prompts;
using Mact.Worker.Models;
using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

public sealed class AgentLoopTests
{
    private const string TeamSums = "SELECT team, SUM(goals) AS goals FROM players GROUP BY team ORDER BY 2 DESC";
    private const string BestTeam = "SELECT team FROM step1 LIMIT 1";

    [Fact]
    public async Task A_question_is_planned_computed_and_finished()
    {
        var scenario = new Scenario();
        var client = Script([Step(1, "sum", "Operate[sum of goals by team]"), Step(2, "done", "Finish[Tarn]")], [TeamSums]);
        var answer = await scenario.AnswerAsync(client);
        answer.Answer.ShouldBe(["Tarn"]);
        answer.By.ShouldBe(AnsweredBy.Finish);
        answer.Agreement.ShouldBe(new Agreement(5, 5, 1, Executed: true) { Programs = 1 });
        answer.FinishVote.ShouldBe(new Agreement(5, 5, 2, Executed: false));
        answer.Sql.ShouldBe(TeamSums);
        answer.EvidenceStep.ShouldBe(1);
        client.Requests.Count.ShouldBe(3);
        var observed = scenario.Journal.Of<Observed>().Single();
        observed.Text.ShouldBe("| team | goals |\n| Tarn | 22 |\n| Osby | 21 |\n| Wyke | 4 |");
        observed.DerivedTable.ShouldBe("step1");
    }

    [Fact]
    public async Task Samples_are_drawn_in_one_request_with_their_own_seeds()
    {
        var client = Script([Step(1, "sum", "Operate[sum]"), Step(2, "done", "Finish[Tarn]")], [TeamSums]);
        await new Scenario
        {
            Options = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off, Seed = 1 },
        }.AnswerAsync(client);
        client.Requests.ShouldAllBe(request => request.N == 5);
        client.Requests.Select(request => request.Seed).Distinct().Count().ShouldBe(client.Requests.Count);
    }

    [Fact]
    public async Task A_result_can_be_queried_in_later_steps()
    {
        var scenario =
            new Scenario { Options = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off, Seed = 1 } };
        var client = Script(
            [
                [Step(1, "sum", "Operate[sum of goals by team]")],
                [Step(2, "first", "Retrieve[first team of step1]")],
                [Step(3, "done", "Finish[Tarn]")],
            ],
            [[TeamSums], [BestTeam]]);
        var answer = await scenario.AnswerAsync(client);
        answer.EvidenceStep.ShouldBe(2);
        answer.Sql.ShouldBe(BestTeam);
        client.Of(CallPurpose.Code).Last().Messages[^1].Content.ShouldContain("# Table step1 (3 of 3 rows shown)");
    }

    [Fact]
    public async Task A_split_execution_and_a_unanimous_finish_is_two_of_five()
    {
        var scenario = new Scenario();
        var client = Script(
            [[Step(1, "x", "Retrieve[a player]")], [Step(2, "done", "Finish[Ines]")]],
            [["SELECT 'Ines'", "SELECT 'Jonas'", "SELECT player FROM players WHERE goals = 12", "SELECT 'Mara'", "SELECT 'Owen'"]]);
        var answer = await scenario.AnswerAsync(client);
        answer.Answer.ShouldBe(["Ines"]);
        answer.Agreement.ShouldBe(new Agreement(2, 5, 1, Executed: true) { Programs = 2 });
        answer.FinishVote!.Votes.ShouldBe(5);
    }

    [Fact]
    public async Task Failures_count_in_the_denominator_of_agreement()
    {
        var client = Script(
            [[Step(1, "x", "Retrieve[a player]")], [Step(2, "done", "Finish[Ines]")]],
            [["SELECT 'Ines'", "SELECT 'Ines'", "SELECT nope FROM players", "no program", "SELECT 'Ines'"]]);
        (await new Scenario().AnswerAsync(client)).Agreement.ShouldBe(new Agreement(3, 5, 1, Executed: true) { Programs = 1 });
    }

    [Fact]
    public async Task Where_all_programs_fail_one_repair_round_shows_the_errors()
    {
        var scenario = new Scenario();
        var client = new ScriptedClient((request, _) => request.Purpose switch
        {
            CallPurpose.Plan when request.Messages[^1].Content.Contains("Observation 1:", StringComparison.Ordinal) => Step(2, "done", "Finish[15]"),
            CallPurpose.Plan => Step(1, "max", "Operate[largest goals]"),
            CallPurpose.Repair => Sql("SELECT MAX(goals) FROM players"),
            _ => Sql("SELECT MAX(golas) FROM players"),
        });
        (await scenario.AnswerAsync(client)).Answer.ShouldBe(["15"]);
        var repair = client.Of(CallPurpose.Repair).Single().Messages[^1].Content;
        repair.ShouldContain("SELECT MAX(golas) FROM players");
        repair.ShouldContain("goals: integer");
        repair.ShouldContain("No such column: golas. Closest: \"goals\"");
        PromptEnvelopeReader.TryRead(repair, out var envelope).ShouldBeTrue();
        envelope!.Task.ShouldBe(PromptTask.Repair);
        envelope.Hints.ShouldContain(hint => hint.Contains("golas", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_ran_the_planners_expectation_stands_and_is_marked()
    {
        var scenario = new Scenario();
        var client = Script([[Step(1, "x", "Retrieve[a]", "Ines")], [Step(2, "done", "Finish[Ines]")]], [["no program"]]);
        var answer = await scenario.AnswerAsync(client);
        var observed = scenario.Journal.Of<Observed>().Single();
        observed.Verified.ShouldBeFalse();
        observed.Text.ShouldBe("Ines");
        answer.Agreement!.Executed.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_nothing_ran_and_nothing_was_expected_the_planner_sees_why()
    {
        var scenario = new Scenario();
        await scenario.RunAsync(Script([[Step(1, "x", "Retrieve[a]")], [Step(2, "done", "Finish[Ines]")]], [["SELECT nope FROM players"]]));
        scenario.Journal.Of<Observed>().First().Text.ShouldContain("no such column: nope");
    }

    [Fact]
    public async Task An_executed_result_outvotes_plans_that_expect_something_else()
    {
        var scenario = new Scenario();
        await scenario.AnswerAsync(
            Script([[Step(1, "x", "Retrieve[top scorer]", "Ines")], [Step(2, "done", "Finish[Owen]")]], [["SELECT player FROM players ORDER BY "
                + "goals DESC LIMIT 1"]]));
        var observed = scenario.Journal.Of<Observed>().Single();
        observed.Text.ShouldBe("Owen");
        observed.Options.Select(option => option.Value).ShouldBe(["Owen", "Ines"]);
        observed.Options[1].Guessed.ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task An_action_that_is_repeated_is_refused_with_a_hint()
    {
        var scenario = new Scenario();
        var client = Script(
            [[Step(1, "x", "Retrieve[top scorer]")], [Step(2, "x", "Retrieve[the top scorer]")], [Step(2, "done", "Finish[Owen]")]],
            [["SELECT 'Owen'"]]);
        (await scenario.AnswerAsync(client)).Answer.ShouldBe(["Owen"]);
        scenario.Journal.Of<ActionChosen>().Count(chosen => chosen.Refused is not null).ShouldBe(1);
        client.Of(CallPurpose.Plan).Last().Messages[^1].Content.ShouldContain("already carried out");
        client.Count(CallPurpose.Code).ShouldBe(1);
    }

    [Fact]
    public async Task An_expression_is_calculated_without_the_coder()
    {
        var scenario = new Scenario();
        var client = Script(
            [[Step(1, "x", "Retrieve[goals of Owen]")], [Step(2, "x", "Calculate[step1 * 2 + 1,000]")], [Step(3, "done", "Finish[1,030]")]],
            [["SELECT 15"]]);
        var answer = await scenario.AnswerAsync(client);
        answer.Answer.ShouldBe(["1030"]);
        client.Count(CallPurpose.Code).ShouldBe(1);
        scenario.Journal.Of<ToolResult>().Last().Tool.ShouldBe("calculator");
    }

    [Fact]
    public async Task A_calculation_in_words_goes_to_the_coder()
    {
        var client = Script(
            [[Step(1, "x", "Calculate[mean goals of all players]")], [Step(2, "done", "Finish[9.4]")]], [["SELECT AVG(goals) FROM players"]]);
        (await new Scenario().AnswerAsync(client)).Agreement!.Executed.ShouldBeTrue();
    }

    [Fact]
    public async Task Text_is_looked_up_in_the_context()
    {
        var scenario = new Scenario { Context = ["The cup was held in Merrow.", "Osby is a town on the coast."], Text = "Where does Osby lie?" };
        await scenario.AnswerAsync(Script([[Step(1, "x", "Lookup[where is Osby]")], [Step(2, "done", "Finish[on the coast]")]], [[""]]));
        scenario.Journal.Of<Observed>().Single().Text.ShouldBe("Osby is a town on the coast.");
    }

    [Fact]
    public async Task A_majority_that_does_not_understand_ends_the_run()
    {
        var outcome = await new Scenario().RunAsync(Script([[Step(1, "?", "Finish[NOT_UNDERSTOOD: no such column]")]], [[""]]));
        var halted = outcome.ShouldBeOfType<Outcome.Halted>();
        halted.Reason.ShouldBe(HaltReason.NotUnderstood);
        halted.Message.ShouldBe("no such column");
    }

    [Fact]
    public async Task What_a_model_suggests_to_ask_instead_is_kept_as_questions()
    {
        var outcome = await new Scenario().RunAsync(
            Script([[Step(1, "?", "Finish[NOT_UNDERSTOOD: two ways SUGGESTED: Which one (the largest)? || Which one (the first)?]")]], [[""]]));
        var halted = outcome.ShouldBeOfType<Outcome.Halted>();
        halted.Message.ShouldBe("two ways");
        halted.Suggestions.ShouldBe(["Which one (the largest)?", "Which one (the first)?"]);
    }

    [Fact]
    public async Task Plans_that_cannot_be_read_cost_an_attempt_and_are_asked_again_with_a_hint()
    {
        var scenario = new Scenario();
        var client = Script([["no idea"], [Step(1, "x", "Retrieve[a]")], [Step(2, "done", "Finish[Owen]")]], [["SELECT 'Owen'"]]);
        (await scenario.AnswerAsync(client)).Answer.ShouldBe(["Owen"]);
        scenario.Journal.Of<PlansRead>().First().Samples.ShouldAllBe(sample => sample.Status == PlanStatus.NoAction);
        client.Of(CallPurpose.Plan).ElementAt(1).Messages[^1].Content.ShouldContain("held no action");
    }

    [Fact]
    public async Task A_loop_that_does_not_finish_takes_the_answer_that_the_first_plans_reached()
    {
        var scenario =
            new Scenario { Options = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off, MaxAttempts = 2 } };
        var outcome = await scenario.AnswerAsync(
            Script([[Step(1, "x", "Retrieve[a]", "b", "Owen")], [Step(2, "x", "Retrieve[something else]")]], [["SELECT 'x'"]]));
        outcome.By.ShouldBe(AnsweredBy.PreAnswerVote);
        outcome.Answer.ShouldBe(["Owen"]);
    }

    [Fact]
    public async Task Without_such_answers_it_is_asked_directly()
    {
        var scenario =
            new Scenario { Options = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off, MaxAttempts = 1 } };
        var outcome = await scenario.AnswerAsync(Script([[Step(1, "x", "Retrieve[a]")]], [["SELECT 'x'"]]));
        outcome.By.ShouldBe(AnsweredBy.DirectFallback);
        outcome.Answer.ShouldBe(["direct"]);
    }

    [Fact]
    public async Task An_answer_that_no_table_holds_is_computed_before_it_is_given()
    {
        var scenario = new Scenario { Text = "How many players are there?" };
        var client = Script([[Step(1, "count", "Finish[6]")], [Step(2, "done", "Finish[5]")]], [["SELECT COUNT(*) FROM players"]]);
        var answer = await scenario.AnswerAsync(client);
        answer.Answer.ShouldBe(["5"]);
        scenario.Journal.Of<ActionChosen>().First().Action.ShouldBe("operate");
    }

    [Fact]
    public async Task The_answer_is_shown_as_it_was_executed()
    {
        var answer = await new Scenario().AnswerAsync(Script(
            [[Step(1, "x", "Retrieve[teams]")], [Step(2, "done", "Finish[The answer is tarn, OSBY and wyke.]")]],
            [["SELECT DISTINCT team FROM players"]]));
        answer.Answer.ShouldBe(["Osby", "Tarn", "Wyke"]);
    }

    [Fact]
    public async Task A_prompt_that_does_not_fit_is_tried_again_with_smaller_and_smaller_tables()
    {
        var error = new QuestionError(ErrorCodes.ContextTooLong, "too long");
        var table = TableOf("big", ["n", "text"], [.. Enumerable.Range(1, 600).Select(i => new[] { $"{i}", $"row number {i}" })]);
        var refused = 0;
        var client = new ScriptedClient((request, _) => request.Purpose == CallPurpose.Plan ? Step(1, "x", "Finish[row number 3]") : string.Empty)
        {
            Fault = _ => refused++ == 0 ? new ContextTooLongException(error, null, null) : null,
        };
        await new Scenario { Tables = [table] }.AnswerAsync(client);
        client.Requests[1].Messages[^1].Content.Length.ShouldBeLessThan(client.Requests[0].Messages[^1].Content.Length);

        var never = new ScriptedClient((_, _) => string.Empty) { Fault = _ => new ContextTooLongException(error, null, null) };
        (await new Scenario().RunAsync(never)).ShouldBeOfType<Outcome.Failed>().Error.ShouldBe(error);
        never.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_model_that_cannot_be_had_fails_the_question()
    {
        var error = new QuestionError(ErrorCodes.ModelNotFound, "no such model", ["other"]);
        var client = new ScriptedClient((_, _) => string.Empty) { Fault = _ => new ModelException(error) };
        (await new Scenario().RunAsync(client)).ShouldBeOfType<Outcome.Failed>().Error.ShouldBe(error);
    }
}
