using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

public sealed class AutoStrategyTests
{
    private const string Best = "SELECT team FROM players GROUP BY team ORDER BY SUM(goals) DESC LIMIT 1";
    private static readonly QuestionOptions Auto = new();

    [Fact]
    public async Task Where_programs_agree_one_request_answers_with_the_program_as_evidence()
    {
        var client = Script([], [Best]);
        var answer = await new Scenario { Options = Auto }.AnswerAsync(client);
        answer.Answer.ShouldBe(["Tarn"]);
        answer.By.ShouldBe(AnsweredBy.Vote);
        answer.Sql.ShouldBe(Best);
        answer.Agreement.ShouldBe(new Agreement(2, 2, 1, Executed: true) { Programs = 1 });
        client.Requests.ShouldHaveSingleItem().N.ShouldBe(2);
    }

    [Fact]
    public async Task Where_there_is_text_to_read_direct_answers_are_drawn_at_the_same_time_and_vote()
    {
        var client = new ScriptedClient((request, _) => request.Purpose == CallPurpose.Direct ? "It says so.\nAnswer: Tarn" : Sql(Best));
        var answer = await new Scenario { Options = Auto, Context = ["Tarn won everything."] }.AnswerAsync(client);
        answer.Answer.ShouldBe(["Tarn"]);
        answer.Agreement.ShouldBe(new Agreement(7, 7, 1, Executed: true) { Programs = 1 });
        client.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Where_they_do_not_agree_the_agent_goes_on_with_what_is_known()
    {
        string[] programs = ["SELECT 'Osby'", "SELECT 'Wyke'", "SELECT 'Tarn'", "SELECT 'Lorne'", "SELECT nothing FROM players"];
        var scenario = new Scenario { Options = Auto with { AdaptiveSampling = false } };
        var client = new ScriptedClient((request, sample) => request.Purpose switch
        {
            CallPurpose.Direct => "Answer: Pell",
            CallPurpose.Plan when request.Messages[^1].Content.Contains("Action 2:", StringComparison.Ordinal) => Step(3, "done", "Finish[Tarn]"),
            CallPurpose.Plan => Step(2, "sum", "Operate[sum of goals by team]"),
            _ => Sql(request.Messages[^1].Content.Contains("sum of goals", StringComparison.Ordinal) ? Best : programs[sample]),
        });
        var answer = await scenario.AnswerAsync(client);
        answer.Answer.ShouldBe(["Tarn"]);
        answer.By.ShouldBe(AnsweredBy.Finish);
        answer.Agreement.ShouldBe(new Agreement(5, 5, 2, Executed: true) { Programs = 1 });
        var plan = client.Of(CallPurpose.Plan).First().Messages[^1].Content;
        plan.ShouldContain("1 of 5 programs give: Osby");
        plan.ShouldContain("5 of 5 direct answers say: Pell");
    }

    [Fact]
    public async Task Programs_alone_are_asked_where_that_is_said()
    {
        string[] programs = ["SELECT 'Osby'", "SELECT 'Wyke'", "SELECT 'Tarn'", "SELECT 'Lorne'", "SELECT 'Pell'"];
        var client = new ScriptedClient(
            (request, sample) => request.Purpose == CallPurpose.Plan ? Step(2, "done", "Finish[Tarn]") : Sql(programs[sample % 5]));
        await new Scenario { Options = Auto with { Ballots = BallotKinds.Programs }, Context = ["Tarn won."] }.AnswerAsync(client);
        client.Of(CallPurpose.Direct).ShouldBeEmpty();
    }

    [Fact]
    public async Task Samples_that_cannot_change_the_vote_any_more_are_ended_and_count_as_not_asked()
    {
        string[] programs = ["SELECT 'Osby'", Best, Best, Best, "SELECT 'Wyke'"];
        var options = new QuestionOptions { Strategy = Strategy.Sql, AdaptiveSampling = false };
        var scenario = new Scenario { Options = options };
        var answer = await scenario.AnswerAsync(new ScriptedClient((_, sample) => Sql(programs[sample])) { Streams = true });
        answer.Agreement.ShouldBe(new Agreement(3, 4, 1, Executed: true) { Programs = 1 });
        var result = scenario.Journal.Records.OfType<ToolResult>().Single();
        (result.Asked, result.SavedSamples).ShouldBe((4, 1));
        (await scenario.AnswerAsync(ScriptedClient.Silent())).ShouldBe(answer, new AnswerComparer());

        var replayed = new Scenario { Options = options with { ReplayOf = "q1" }, Recorded = scenario.Journal.Records };
        (await replayed.AnswerAsync(ScriptedClient.Silent())).ShouldBe(answer, new AnswerComparer());
    }

    [Fact]
    public async Task Direct_answers_that_cannot_change_the_vote_any_more_are_ended_where_nothing_else_votes()
    {
        var client = new ScriptedClient((request, _) => request.Purpose == CallPurpose.Direct ? "Answer: Tarn" : Sql(Best)) { Streams = true };
        var answer = await new Scenario { Options = new() { Strategy = Strategy.Direct } }.AnswerAsync(client);
        answer.Agreement.ShouldBe(new Agreement(3, 3, 0, Executed: false));
        (await new Scenario { Options = new() { Strategy = Strategy.Mix } }.AnswerAsync(client)).Agreement!.Of.ShouldBe(5);
    }

    [Theory]
    [InlineData("SELECT player FROM players ORDER BY goal DESC LIMIT 1", "read the column 'goal' as 'goals'")]
    [InlineData("SELECT p.\"Player:\" FROM players p ORDER BY goals DESC LIMIT 1", "read the column 'p.Player:' as 'player'")]
    [InlineData(
        "SELECT player FROM players WHERE teem = 'tarns' ORDER BY goals DESC LIMIT 1", "read the column 'teem' as 'team', read 'tarns' as 'Tarn'")]
    [InlineData("SELECT player FROM ex_games ORDER BY goals DESC LIMIT 1", "read the table 'ex_games' as 'players'")]
    [InlineData(
        "SELECT g.player FROM \"games\" g ORDER BY \"goal\" DESC LIMIT 1",
        "read the table 'games' as 'players', read the column 'goal' as 'goals'")]
    public async Task A_column_that_is_near_to_one_only_is_read_as_it_before_another_request_is_spent(string program, string reading)
    {
        var scenario = new Scenario { Options = new() { Strategy = Strategy.Sql, AdaptiveSampling = false }, Text = "Who has the most goals?" };
        var client = new ScriptedClient((_, sample) => Sql(sample == 0 ? program : "SELECT nothing FROM players"));
        (await scenario.AnswerAsync(client)).Answer.ShouldBe(["Owen"]);
        scenario.Journal.Records.OfType<ToolResult>().Single().Samples[0].Reading.ShouldBe(reading);
        client.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_program_that_names_nothing_of_the_table_is_not_read_as_one_over_it()
    {
        var options = new QuestionOptions { Strategy = Strategy.Sql, AdaptiveSampling = false };
        (await new Scenario { Options = options, Text = "How many players are there?" }.RunAsync(Script([], ["SELECT COUNT(*) FROM ex_ferries"])))
            .ShouldBeOfType<Outcome.Halted>();
    }

    [Fact]
    public async Task A_name_that_is_near_to_no_column_is_answered_with_where_its_value_stands()
    {
        var scenario = new Scenario { Options = new() { Strategy = Strategy.Sql, CodeSamples = 2 }, Text = "How many goals has Tarn?" };
        var client = new ScriptedClient((request, _) =>
            Sql(request.Purpose == CallPurpose.Repair
                ? "SELECT SUM(goals) FROM players WHERE team = 'Tarn'"
                : "SELECT 1 FROM players WHERE crew = 'Tarn'"));
        (await scenario.AnswerAsync(client)).Answer.ShouldBe(["22"]);
        client.Requests[^1].Messages[^1].Content.ShouldContain("'Tarn' is a cell of team.");
    }

    [Fact]
    public async Task A_resumed_question_asks_no_model_again()
    {
        var scenario = new Scenario { Options = Auto, Context = ["Tarn won everything."] };
        var first = await scenario.AnswerAsync(
            new ScriptedClient((request, _) => request.Purpose == CallPurpose.Direct ? "Answer: Tarn" : Sql(Best)));
        var again = new ScriptedClient((_, _) => throw new InvalidOperationException("Nothing is asked twice."));
        (await scenario.AnswerAsync(again)).ShouldBe(first, new AnswerComparer());
    }

    [Fact]
    public async Task A_measure_beside_the_answer_is_evidence_and_no_other_result()
    {
        string[] programs = ["SELECT team, SUM(goals) AS g FROM players GROUP BY team ORDER BY g DESC LIMIT 1", Best];
        var answer = await new Scenario { Options = Auto, Text = "Which team has the most goals in all?" }.AnswerAsync(
            new ScriptedClient((_, sample) => Sql(programs[sample % 2])));
        answer.Answer.ShouldBe(["Tarn"]);
        answer.Agreement.ShouldBe(new Agreement(2, 2, 1, Executed: true) { Programs = 2 });
    }

    [Fact]
    public async Task A_text_that_no_cell_is_is_read_as_the_one_near_cell_and_said_so()
    {
        var table = TableOf("finals", ["season", "winner"], [["AF1", "Nat (V5)"], ["AF7", "Ton (V9)"], ["AF8", "Ton (V9)"]]);
        var scenario = new Scenario { Options = Auto with { CodeSamples = 2 }, Text = "What is the last season that Ton won?", Tables = [table] };
        var client = Script([], ["SELECT season FROM finals WHERE winner = 'Ton' ORDER BY rowid DESC LIMIT 1"]);
        (await scenario.AnswerAsync(client)).Answer.ShouldBe(["AF8"]);
        client.Of(CallPurpose.Repair).ShouldBeEmpty();
        scenario.Journal.Of<ToolResult>().Single().Samples.ShouldAllBe(sample => sample.Reading == "read 'Ton' as 'Ton (V9)'");
    }

    [Fact]
    public async Task A_repair_names_the_columns_and_the_near_cells_and_which_condition_left_no_row()
    {
        var table = TableOf("cups", ["nation", "gold"], [["United States (USA)", "2"], ["United States (USA) B", "1"], ["Norway (NOR)", "5"]]);
        var scenario =
            new Scenario { Options = Auto with { CodeSamples = 2 }, Text = "How many gold medals has the United States?", Tables = [table] };
        var client = new ScriptedClient((request, _) => Sql(request.Purpose == CallPurpose.Repair
            ? "SELECT gold FROM cups WHERE nation = 'United States (USA)'"
            : "SELECT gold FROM cups WHERE gold > 0 AND nation = 'United States'"));
        (await scenario.AnswerAsync(client)).Answer.ShouldBe(["2"]);
        var repair = client.Of(CallPurpose.Repair).First().Messages[^1].Content;
        repair.ShouldContain("cups has the columns \"nation\", \"gold\"");
        repair.ShouldContain("No row is left after the condition nation = 'United States'.");
        repair.ShouldContain("No cell is 'United States'; nation has 'United States (USA)', nation has 'United States (USA) B'.");
    }

    [Fact]
    public async Task Nothing_is_an_answer_of_its_own()
    {
        var answer = await new Scenario { Options = new() { Strategy = Strategy.Sql }, Text = "Which players have more than 100 goals?" }
            .AnswerAsync(Script([], ["SELECT player FROM players WHERE goals > 100"]));
        answer.Answer.ShouldBeEmpty();
        answer.Message.ShouldBe("No row meets this.");
        answer.Agreement.ShouldNotBeNull().Executed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Finish[No rows: nothing in the tables meets these conditions.]")]
    [InlineData("Finish[Error: none of the 5 programs gave a result.]")]
    public async Task A_message_of_the_engine_is_never_the_answer(string finish)
    {
        var options = new QuestionOptions { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off, MaxAttempts = 3 };
        var client = new ScriptedClient((request, _) => request.Purpose switch
        {
            CallPurpose.Plan when request.Messages[^1].Content.Contains("Observation 1:", StringComparison.Ordinal) => Step(2, "done", finish),
            CallPurpose.Plan => Step(1, "look", "Retrieve[players with more than 100 goals]", "Owen"),
            CallPurpose.Direct => "I do not know.",
            _ => Sql("SELECT player FROM players WHERE goals > 100"),
        });
        var outcome = await new Scenario { Options = options }.RunAsync(client);
        ((outcome as Outcome.Answered)?.Answer ?? []).ShouldBeEmpty();
    }

    [Fact]
    public async Task Plans_that_copy_their_own_guess_after_an_empty_result_are_no_agreement()
    {
        var options = new QuestionOptions { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off };
        var client = new ScriptedClient((request, _) => request.Purpose switch
        {
            CallPurpose.Plan when request.Messages[^1].Content.Contains("Observation 1:", StringComparison.Ordinal) =>
                Step(2, "done", "Finish[Owen]"),
            CallPurpose.Plan => Step(1, "look", "Retrieve[players with more than 100 goals]", "Owen"),
            _ => Sql("SELECT player FROM players WHERE goals > 100"),
        });
        (await new Scenario { Options = options }.AnswerAsync(client)).Agreement.ShouldNotBeNull().Votes.ShouldBe(0);
    }

    [Theory]
    [InlineData("step1")]
    [InlineData("the towns of step1")]
    public async Task All_rows_of_a_long_result_are_the_answer(string finish)
    {
        var towns = Enumerable.Range(1, 21).Select(i => $"Town {i}").ToArray();
        var table = TableOf("towns", ["town"], [.. towns.Select(town => new[] { town })]);
        var client = Script([Step(1, "all", "Retrieve[all towns]"), Step(2, "done", $"Finish[{finish}]")], ["SELECT town FROM towns"]);
        var answer =
            await new Scenario { Options = new() { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off }, Tables = [table] }.AnswerAsync(client);
        answer.Answer.ShouldBe(towns);
        answer.EvidenceStep.ShouldBe(1);
    }

    [Fact]
    public async Task A_copy_of_the_part_that_was_shown_is_the_whole_result()
    {
        var towns = Enumerable.Range(1, 21).Select(i => $"Town {i}").ToArray();
        var table = TableOf("towns", ["town"], [.. towns.Select(town => new[] { town })]);
        var client = Script(
            [Step(1, "all", "Retrieve[all towns]"), Step(2, "done", $"Finish[{string.Join("; ", towns[..20])}]")], ["SELECT town FROM towns"]);
        (
            await new Scenario
            {
                Options = new() { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off },
                Tables = [table],
            }.AnswerAsync(client)).Answer.ShouldBe(towns);
    }

    [Fact]
    public async Task Several_columns_are_a_table()
    {
        var answer = await new Scenario { Options = Auto, Text = "List all players and their teams." }.AnswerAsync(
            Script([], ["SELECT player, team FROM players LIMIT 2"]));
        answer.Columns.ShouldBe(["player", "team"]);
        answer.Answer.ShouldBe(["Ines", "Osby", "Jonas", "Tarn"]);
    }

    [Theory]
    [InlineData("F**k It")]
    [InlineData("***")]
    [InlineData("_x_")]
    [InlineData("a`b")]
    [InlineData("007")]
    [InlineData("1.10")]
    [InlineData("12%")]
    [InlineData("$1,200")]
    [InlineData("Unknown Pleasures")]
    [InlineData("Unknown")]
    [InlineData("List of lighthouses")]
    [InlineData("Cannot Forget")]
    [InlineData("N/A")]
    public async Task A_value_comes_out_as_the_cell_has_it(string cell)
    {
        var table = TableOf("albums", ["id", "album"], [["1", cell], ["2", "Other words"]]);
        var agent = new QuestionOptions { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off };
        var client = Script(
            [Step(1, "look", "Retrieve[album with id 1]"), Step(2, "done", $"Finish[{cell}]")], ["SELECT album FROM albums WHERE id = 1"]);
        (await new Scenario { Options = Auto, Text = "What is album 1 called?", Tables = [table] }.AnswerAsync(client)).Answer.ShouldBe([cell]);
        (await new Scenario { Options = agent, Text = "What is album 1 called?", Tables = [table] }.AnswerAsync(client)).Answer.ShouldBe([cell]);
    }

    [Fact]
    public async Task Marks_of_emphasis_come_off_the_models_words_only()
    {
        var client = Script([Step(1, "look", "Retrieve[the best team]"), Step(2, "done", "Finish[**Tarn**]")], [Best]);
        (
            await new Scenario
            {
                Options = new() { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off },
            }.AnswerAsync(client)).Answer.ShouldBe(["Tarn"]);
    }

    [Fact]
    public async Task Different_units_are_different_results()
    {
        var table = TableOf("tasks", ["task", "duration"], [["boot", "30 s"], ["build", "30 min"]]);
        string[] programs = ["SELECT duration FROM tasks WHERE task = 'boot'", "SELECT duration FROM tasks WHERE task = 'build'"];
        var options = new QuestionOptions { Strategy = Strategy.Sql, AdaptiveSampling = false };
        var answer = await new Scenario { Options = options, Text = "How long does the build take?", Tables = [table] }.AnswerAsync(
            new ScriptedClient((_, sample) => Sql(programs[Math.Min(1, sample)])));
        answer.Answer.ShouldBe(["30 min"]);
        answer.Agreement!.Votes.ShouldBe(4);
    }

    [Fact]
    public async Task A_direct_reply_without_a_readable_answer_is_asked_for_its_last_line()
    {
        var client = new ScriptedClient(
            (request, _) =>
                request.Messages[^1].Content.StartsWith(
                    "Write only the last line", StringComparison.Ordinal) ? "Answer: Tarn" : "I would add up the goals of every team.");
        var answer = await new Scenario { Options = new() { Strategy = Strategy.Direct, PlanSamples = 3 } }.AnswerAsync(client);
        answer.Answer.ShouldBe(["Tarn"]);
        client.Requests.Count(request => request.N == 1 && request.MaxTokens == 40).ShouldBe(3);
        client.Requests[0].Messages.Select(message => message.Role).ShouldBe(["system", "user", "assistant", "user"]);
    }

    private sealed class AnswerComparer : IEqualityComparer<Outcome.Answered>
    {
        public bool Equals(Outcome.Answered? x, Outcome.Answered? y) =>
            x!.Answer.SequenceEqual(y!.Answer) && x.Agreement == y.Agreement && x.Sql == y.Sql;

        public int GetHashCode(Outcome.Answered obj) => 0;
    }
}
