using Mact.Worker.Agents.Search;
using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

/// <summary>Every option of a question changes what is done; selection strategies have their own tests.</summary>
public sealed class OptionTests
{
    private static readonly QuestionOptions Plain = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off };

    [Fact]
    public async Task Samples_temperature_nucleus_and_coder_model_reach_the_requests()
    {
        var client = Usual();
        await new Scenario
        {
            Options = Plain with { PlanSamples = 3, CodeSamples = 7, Temperature = 0.9, TopP = 0.5, Model = "own-coder" },
        }.AnswerAsync(client);
        client.Of(CallPurpose.Plan).ShouldAllBe(request => request.N == 3 && request.Model == null);
        client.Of(CallPurpose.Code).ShouldAllBe(request => request.N == 7 && request.Model == "own-coder");
        client.Requests.ShouldAllBe(request => request.Temperature == 0.9 && request.TopP == 0.5);
    }

    [Fact]
    public async Task Another_seed_asks_with_other_seeds()
    {
        var (first, same, other) = (Usual(), Usual(), Usual());
        await new Scenario { Options = Plain }.AnswerAsync(first);
        await new Scenario { Options = Plain }.AnswerAsync(same);
        await new Scenario { Options = Plain with { Seed = 7 } }.AnswerAsync(other);
        same.Requests.Select(request => request.Seed).ShouldBe(first.Requests.Select(request => request.Seed));
        other.Requests.Select(request => request.Seed).Intersect(first.Requests.Select(request => request.Seed)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 6, 1)]
    [InlineData(3, 6, 3)]
    [InlineData(6, 2, 2)]
    public async Task Steps_and_attempts_are_bounded(int steps, int attempts, int plans)
    {
        var n = 0;
        var client = new ScriptedClient((request, sample) => request.Purpose switch
        {
            CallPurpose.Plan => Step(1, "x", $"Retrieve[thing {(sample == 0 ? ++n : n)}]"),
            CallPurpose.Code => Sql("SELECT 'x'"),
            _ => "Answer: x",
        });
        await new Scenario { Options = Plain with { MaxSteps = steps, MaxAttempts = attempts } }.RunAsync(client);
        client.Count(CallPurpose.Plan).ShouldBe(plans);
    }

    [Theory]
    [InlineData(ShortcutMode.Off, 3, AnsweredBy.Finish)]
    [InlineData(ShortcutMode.Verify, 2, AnsweredBy.Shortcut)]
    [InlineData(ShortcutMode.Trust, 1, AnsweredBy.Shortcut)]
    public async Task The_shortcut_saves_requests(ShortcutMode mode, int requests, AnsweredBy by)
    {
        var client = Script(
            [[Step(1, "x", "Retrieve[top scorer]", "Owen", "Owen")], [Step(2, "done", "Finish[Owen]")]],
            [["SELECT player FROM players WHERE goals = 15"]]);
        var answer = await new Scenario { Options = Plain with { Shortcut = mode } }.AnswerAsync(client);
        answer.Answer.ShouldBe(["Owen"]);
        answer.By.ShouldBe(by);
        answer.Agreement!.Executed.ShouldBe(mode != ShortcutMode.Trust);
        client.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task A_shortcut_that_a_program_contradicts_is_not_taken()
    {
        var scenario = new Scenario { Options = Plain with { Shortcut = ShortcutMode.Verify } };
        var client = Script(
            [[Step(1, "easy", "Finish[Ines]")], [Step(2, "done", "Finish[Owen]")]], [["SELECT player FROM players ORDER BY goals DESC LIMIT 1"]]);
        var answer = await scenario.AnswerAsync(client);
        answer.Answer.ShouldBe(["Owen"]);
        answer.By.ShouldBe(AnsweredBy.Finish);
        scenario.Journal.Of<AnswerVoted>().First().Accepted.ShouldBeFalse();
        client.Count(CallPurpose.Code).ShouldBe(1, "the check's result is used, not asked for again");
    }

    [Theory]
    [InlineData(1.0, AnsweredBy.Finish)]
    [InlineData(0.8, AnsweredBy.Shortcut)]
    public async Task Alpha_decides_how_many_roll_outs_must_agree(double alpha, AnsweredBy by)
    {
        string[] plans =
        [
            .. Enumerable.Repeat(Step(1, "x", "Retrieve[top scorer]", null, "Owen"), 4), Step(1, "x", "Retrieve[top scorer]", null, "Ines"),
        ];
        var answer = await new Scenario { Options = Plain with { Shortcut = ShortcutMode.Trust, Alpha = alpha } }
            .AnswerAsync(Script([plans, [Step(2, "done", "Finish[Owen]")]], [["SELECT 'Owen'"]]));
        answer.By.ShouldBe(by);
    }

    [Theory]
    [InlineData(1.0, 0.5, "Mara")]
    [InlineData(1.0, 0.0, "Ines")]
    [InlineData(0.0, 0.5, "Mara")]
    [InlineData(5.0, 0.5, "Ines")]
    public async Task Weights_decide_between_executed_results_and_guesses(double executed, double guess, string winner)
    {
        var scenario = new Scenario { Options = Plain with { ExecutedWeight = executed, GuessWeight = guess } };
        await scenario.RunAsync(Script(
            [[Step(1, "x", "Retrieve[someone]", "Mara")], [Step(2, "done", "Finish[Mara]")]],
            [["SELECT 'Ines'", "SELECT 'Ines'", "SELECT 'Mara'", "SELECT 'Owen'", "SELECT 'Pia'"]]));
        scenario.Journal.Of<Observed>().First().Text.ShouldBe(winner);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.4, true)]
    [InlineData(0.5, false)]
    public async Task Too_little_agreement_is_said_and_the_leading_answer_carried(double threshold, bool answered)
    {
        var outcome = await new Scenario { Options = Plain with { MinAgreement = threshold } }.RunAsync(Script(
            [[Step(1, "x", "Retrieve[someone]")], [Step(2, "done", "Finish[Ines]")]],
            [["SELECT 'Ines'", "SELECT 'Ines'", "SELECT 'Mara'", "SELECT 'Owen'", "SELECT 'Pia'"]]));
        (outcome is Outcome.Answered).ShouldBe(answered);
        if (outcome is Outcome.NotEnoughAgreement little)
        {
            little.Leading.Answer.ShouldBe(["Ines"]);
            little.Threshold.ShouldBe(threshold);
        }
    }

    [Theory]
    [InlineData(false, new[] { 5 }, 0)]
    [InlineData(true, new[] { 2 }, 3)]
    public async Task Adaptive_sampling_stops_where_the_lead_is_safe(bool adaptive, int[] draws, int saved)
    {
        var scenario = new Scenario { Options = Plain with { AdaptiveSampling = adaptive } };
        var client = Usual();
        await scenario.AnswerAsync(client);
        client.Of(CallPurpose.Code).Select(request => request.N).ShouldBe(draws);
        var result = scenario.Journal.Of<ToolResult>().Single();
        result.SavedSamples.ShouldBe(saved);
        result.SavedTokens.ShouldBe(saved * 50);
    }

    [Fact]
    public async Task Adaptive_sampling_tops_up_with_the_next_seeds_while_the_lead_is_not_safe()
    {
        var scenario = new Scenario { Options = Plain with { AdaptiveSampling = true } };
        var client = Script(
            [[Step(1, "x", "Retrieve[someone]")], [Step(2, "done", "Finish[Ines]")]], [["SELECT 'Ines'", "SELECT 'Mara'"], ["SELECT 'Ines'"]]);
        await scenario.AnswerAsync(client);
        var calls = client.Of(CallPurpose.Code).ToList();
        calls.Select(call => call.N).ShouldBe([2, 2]);
        calls[1].Seed.ShouldBe(calls[0].Seed + 2);
        scenario.Journal.Of<ToolResult>().Single().Samples.Select(sample => sample.Index).ShouldBe([0, 1, 2, 3]);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Search_needs_the_question_and_the_worker_to_allow_it(bool question, bool worker)
    {
        var search = new FixedSearch(worker);
        var scenario = new Scenario { Options = Plain with { Search = question, MaxAttempts = 2 }, Search = search };
        var client = Script([[Step(1, "x", "Search[Osby]")], [Step(2, "done", "Finish[a town]")]], [["SELECT 'x'"]]);
        await scenario.RunAsync(client);
        search.Asked.ShouldBe(question && worker ? 1 : 0);
        client.Requests[0].Messages[0].Content.Contains("Search[name]", StringComparison.Ordinal).ShouldBe(question && worker);
    }

    [Theory]
    [InlineData(1, null, null, null)]
    [InlineData(null, 300L, null, null)]
    [InlineData(null, null, 0.1, null)]
    [InlineData(null, null, null, 0.5)]
    public async Task A_spent_budget_ends_the_run(int? requests, long? tokens, double? seconds, double? cost)
    {
        var client = new ScriptedClient((_, _) => Step(1, "x", "Retrieve[a]")) { Cost = 0.5m };
        var outcome = await new Scenario { Options = Plain with { Budget = new(requests, tokens, seconds, (decimal?)cost) } }.RunAsync(client);
        outcome.ShouldBeOfType<Outcome.Halted>().Reason.ShouldBe(HaltReason.Budget);
        client.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Strategy.Direct, 5, 0, AnsweredBy.Vote, "written")]
    [InlineData(Strategy.Sql, 0, 5, AnsweredBy.Vote, "Owen")]
    [InlineData(Strategy.Mix, 3, 2, AnsweredBy.Vote, "written")]
    [InlineData(Strategy.Agent, 0, 5, AnsweredBy.Finish, "Owen")]
    public async Task Strategies_spend_the_same_samples_in_their_own_way(Strategy strategy, int direct, int programs, AnsweredBy by, string expected)
    {
        var client = new ScriptedClient((request, _) => request.Purpose switch
        {
            CallPurpose.Plan when request.Messages[^1].Content.Contains("Observation 1:", StringComparison.Ordinal) =>
                Step(2, "done", "Finish[Owen]"),
            CallPurpose.Plan => Step(1, "x", "Retrieve[top scorer]"),
            CallPurpose.Direct => "I see.\nAnswer: written",
            _ => Sql("SELECT player FROM players ORDER BY goals DESC LIMIT 1"),
        });
        var answer = await new Scenario { Options = Plain with { Strategy = strategy } }.AnswerAsync(client);
        answer.Answer.ShouldBe([expected]);
        answer.By.ShouldBe(by);
        client.Of(CallPurpose.Direct).Sum(request => request.N).ShouldBe(direct);
        client.Of(CallPurpose.Code).Sum(request => request.N).ShouldBe(programs);
    }

    [Fact]
    public async Task In_a_mixed_vote_written_and_executed_answers_add_up()
    {
        var client = new ScriptedClient((request, sample) => request.Purpose == CallPurpose.Direct
            ? sample == 0 ? "Answer: Owen" : $"Answer: other {sample}"
            : Sql("SELECT 'owen'"));
        var answer = await new Scenario { Options = Plain with { Strategy = Strategy.Mix } }.AnswerAsync(client);
        answer.Agreement.ShouldBe(new Agreement(3, 5, 1, Executed: true) { Programs = 1 });
    }

    [Theory]
    [InlineData(Strategy.Direct)]
    [InlineData(Strategy.Sql)]
    public async Task A_baseline_that_does_not_understand_says_so(Strategy strategy)
    {
        var outcome = await new Scenario { Options = Plain with { Strategy = strategy } }.RunAsync(new ScriptedClient((request, _) =>
            request.Purpose == CallPurpose.Direct ? "Answer: NOT_UNDERSTOOD: what?" : "NOT_UNDERSTOOD: what?"));
        outcome.ShouldBeOfType<Outcome.Halted>().Reason.ShouldBe(HaltReason.NotUnderstood);
    }

    [Fact]
    public async Task Fewer_table_tokens_show_fewer_rows()
    {
        var table = TableOf("big", ["n", "text"], [.. Enumerable.Range(1, 500).Select(i => new[] { $"{i}", $"row number {i}" })]);
        var (all, few) = (Usual(), Usual());
        await new Scenario { Tables = [table], Settings = new() { TableTokens = 50_000 } }.RunAsync(all);
        await new Scenario { Tables = [table], Settings = new() { TableTokens = 500 } }.RunAsync(few);
        all.Requests[0].Messages[^1].Content.ShouldContain("(500 of 500 rows shown)");
        few.Requests[0].Messages[^1].Content.ShouldContain("Shown are the rows 1-");
    }

    private static ScriptedClient Usual() => Script([Step(1, "sum", "Operate[top team]"), Step(2, "done", "Finish[Tarn]")], ["SELECT 'Tarn'"]);

    private sealed class FixedSearch(bool enabled) : ISearchClient
    {
        public bool Enabled { get; } = enabled;

        public int Asked { get; private set; }

        public Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult<SearchOutcome>(new SearchOutcome.Found($"{name} is a town."));
        }
    }
}
