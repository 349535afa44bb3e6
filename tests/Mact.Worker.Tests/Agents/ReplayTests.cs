using Mact.Worker.Agents;
using Mact.Worker.Agents.Search;
using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

/// <summary>A question that answers from the recorded replies of an earlier one. Its model is one that must not be asked.</summary>
public sealed class ReplayTests
{
    private static readonly QuestionOptions Plain = new() { Strategy = Strategy.Agent, AdaptiveSampling = false, Shortcut = ShortcutMode.Off };

    // Executed: Ines twice, the others once; guessed: Mara by all.
    private static readonly string[] Divided = ["SELECT 'Ines'", "SELECT 'Ines'", "SELECT 'Mara'", "SELECT 'Owen'", "SELECT 'Pia'"];

    public static TheoryData<string> Courses => [.. Course.Names];

    [Theory]
    [MemberData(nameof(Courses))]
    public async Task A_replay_takes_the_same_course_and_uses_nothing(string course)
    {
        var earlier = Course.Of(course, new());
        var outcome = await earlier.RunAsync(Course.Model());

        var replay = await ReplayAsync(earlier, static options => options);

        Course.Json(replay.Outcome).ShouldBe(Course.Json(outcome));
        Course.Trace(replay.Records.Where(static record => record is not ModelCall)).ShouldBe(
            Course.Trace(earlier.Journal.Records.Where(static record => record is not ModelCall)));
        var (then, now) = (earlier.Journal.Of<ModelCall>().ToList(), replay.Records.OfType<ModelCall>().ToList());
        now.Select(static call => call.Key).ShouldBe(then.Select(static call => call.Key));
        now.SelectMany(static call => call.Reply.Completions).ShouldBe(then.SelectMany(static call => call.Reply.Completions));
        now.ShouldAllBe(
            static call =>
                call.Reply.Usage == TokenUsage.None && call.Reply.Tries.Count == 0 && call.Reply.DurationMs == 0 && call.Reply.Cost == 0
                    && call.Reply.Ladder == SamplingLadder.Replayed);
        now.Select(static call => call.Reply.Replayed).ShouldBe(
            then.Select(static call => new ReplayedFrom("earlier", call.Reply.Usage, call.Reply.DurationMs, call.Reply.Cost)));
        now.Select(static call => call.Reply.Model).ShouldBe(then.Select(static call => call.Reply.Model));
    }

    [Theory]
    [InlineData(1.0, 0.5, "Mara")]
    [InlineData(1.0, 0.0, "Ines")]
    [InlineData(0.0, 1.0, "Mara")]
    public async Task Another_vote_gives_another_tally_over_identical_samples(double executed, double guess, string winner)
    {
        var earlier = new Scenario { Options = Plain };
        await earlier.RunAsync(Script([[Step(1, "x", "Retrieve[someone]", "Mara")], [Step(2, "done", "Finish[Mara]")]], [Divided]));

        var replay = await ReplayAsync(earlier, options => options with { ExecutedWeight = executed, GuessWeight = guess });

        var observed = replay.Records.OfType<Observed>().First();
        observed.Text.ShouldBe(winner);
        observed.Options.Sum(static option => option.Weight).ShouldBe((5 * executed) + (5 * guess));
        replay.Records.OfType<ToolResult>().Single().Samples.Select(static sample => sample.Code)
            .ShouldBe(earlier.Journal.Of<ToolResult>().Single().Samples.Select(static sample => sample.Code));
    }

    [Fact]
    public async Task What_was_not_recorded_ends_the_question_and_no_model_is_asked()
    {
        var earlier = new Scenario { Options = Plain with { Shortcut = ShortcutMode.Trust } };
        await earlier.AnswerAsync(Script([Step(1, "x", "Retrieve[top scorer]", null, "Owen")], []));

        var error = (
            await ReplayAsync(
                earlier, static options => options with { Shortcut = ShortcutMode.Off })).Outcome.ShouldBeOfType<Outcome.Failed>().Error;

        error.Code.ShouldBe(ErrorCodes.NotRecorded);
        error.Message.ShouldContain("has no recorded reply for code at step 1 (1/code)");
        error.Message.ShouldContain("no model was asked");
    }

    [Fact]
    public async Task A_question_that_is_not_stored_any_more_is_said_to_be_that()
    {
        var replay = new Scenario { Options = Plain with { ReplayOf = "gone" } };

        var error = (await replay.RunAsync(ScriptedClient.Silent())).ShouldBeOfType<Outcome.Failed>().Error;

        error.Code.ShouldBe(ErrorCodes.NotRecorded);
        error.Message.ShouldContain("gone has no recorded replies at all");
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(5, null)]
    [InlineData(6, "has 5 of the 6 samples")]
    public async Task Fewer_samples_are_the_first_of_those_recorded_and_more_are_not_there(int samples, string? missing)
    {
        var earlier = new Scenario { Options = Plain };
        await earlier.RunAsync(Script([[Step(1, "x", "Retrieve[someone]")], [Step(2, "done", "Finish[Ines]")]], [Divided]));

        var replay = await ReplayAsync(earlier, options => options with { CodeSamples = samples });

        if (missing is null)
        {
            replay.Records.OfType<ToolResult>().Single().Samples.Select(static sample => sample.Code).ShouldBe(Divided.Take(samples));
        }
        else
        {
            replay.Outcome.ShouldBeOfType<Outcome.Failed>().Error.Message.ShouldContain(missing);
        }
    }

    [Fact]
    public async Task Samples_that_were_drawn_at_once_serve_adaptive_sampling_and_count_once()
    {
        var earlier = new Scenario { Options = Plain };
        await earlier.RunAsync(
            Script(
                [[Step(1, "x", "Retrieve[someone]")], [Step(2, "done", "Finish[Ines]")]],
                [["SELECT 'Ines'", "SELECT 'Mara'", "SELECT 'Ines'", "SELECT 'Ines'"]]));

        var replay = await ReplayAsync(earlier, static options => options with { AdaptiveSampling = true });

        var calls = replay.Records.OfType<ModelCall>().Where(static call => call.Purpose == CallPurpose.Code).ToList();
        calls.Select(static call => call.N).ShouldBe([2, 2]);
        calls.Sum(static call => call.Reply.Replayed!.Usage.Requests).ShouldBe(1);
        replay.Records.OfType<ToolResult>().Single().Samples.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Samples_that_were_drawn_little_by_little_serve_a_request_for_all()
    {
        var earlier = new Scenario { Options = Plain with { AdaptiveSampling = true, CodeSamples = 4 } };
        await earlier.RunAsync(
            Script(
                [[Step(1, "x", "Retrieve[someone]")], [Step(2, "done", "Finish[Ines]")]], [["SELECT 'Ines'", "SELECT 'Mara'"], ["SELECT 'Mara'"]]));
        earlier.Journal.Of<ModelCall>().Count(static call => call.Purpose == CallPurpose.Code).ShouldBe(3);

        var replay = await ReplayAsync(earlier, static options => options with { AdaptiveSampling = false });

        var call = replay.Records.OfType<ModelCall>().Single(static call => call.Purpose == CallPurpose.Code);
        call.Reply.Completions.Select(static completion => completion.Index).ShouldBe([0, 1, 2, 3]);
        call.Reply.Replayed!.Usage.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task Changes_to_what_the_model_is_shown_find_the_same_replies()
    {
        var earlier = Course.Of("steps", new());
        var outcome = await earlier.RunAsync(Course.Model());

        var replay = await ReplayAsync(
            earlier,
            static options => options with { Seed = 99 },
            text: "Worded anew?",
            settings: new() { TableTokens = 200, CodeTableTokens = 200, ObservationRows = 1 });

        Course.Json(replay.Outcome).ShouldBe(Course.Json(outcome));
    }

    [Fact]
    public async Task A_replay_can_be_replayed()
    {
        var earlier = Course.Of("repair", new());
        var outcome = await earlier.RunAsync(Course.Model());
        var first = await ReplayAsync(earlier, static options => options);

        var second = new Scenario { Text = earlier.Text, Options = earlier.Options with { ReplayOf = "first" }, Recorded = first.Records };

        Course.Json(await second.RunAsync(ScriptedClient.Silent())).ShouldBe(Course.Json(outcome));
        second.Journal.Of<ModelCall>()
            .Sum(static call => call.Reply.Replayed!.Usage.OutputTokens)
            .ShouldBe(earlier.Journal.Of<ModelCall>().Sum(static call => call.Reply.Usage.OutputTokens));
    }

    [Theory]
    [InlineData(1, null, null)]
    [InlineData(null, 300L, null)]
    [InlineData(null, null, 0.5)]
    public async Task A_budget_that_ended_the_recorded_run_ends_its_replay(int? requests, long? tokens, double? cost)
    {
        var earlier = new Scenario { Options = Plain with { Budget = new(requests, tokens, null, (decimal?)cost) } };
        var outcome = await earlier.RunAsync(new ScriptedClient(static (_, _) => Step(1, "x", "Retrieve[a]")) { Cost = 0.5m });

        var replay = await ReplayAsync(earlier, static options => options);

        outcome.ShouldBeOfType<Outcome.Halted>().Reason.ShouldBe(HaltReason.Budget);
        replay.Outcome.ShouldBe(outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_searched_is_not_searched_again(bool found)
    {
        var earlier = new Scenario { Options = Plain with { Search = true }, Search = new Encyclopedia(found) };
        await earlier.AnswerAsync(Script([[Step(1, "x", "Search[Osby]")], [Step(2, "done", "Finish[a town]")]], []));

        var replay = await ReplayAsync(earlier, static options => options);

        replay.Records.OfType<Observed>()
            .Select(static observed => observed.Text)
            .ShouldBe(earlier.Journal.Of<Observed>().Select(static observed => observed.Text));
        replay.Outcome.ShouldBeOfType<Outcome.Answered>();
    }

    private static async Task<(Outcome Outcome, IReadOnlyList<RunRecord> Records)> ReplayAsync(
        Scenario earlier, Func<QuestionOptions, QuestionOptions> change, string? text = null, AgentOptions? settings = null)
    {
        var replay = new Scenario
        {
            Text = text ?? earlier.Text,
            Options = change(earlier.Options) with { ReplayOf = "earlier" },
            Settings = settings ?? new(),
            Recorded = earlier.Journal.Records,
        };
        return (await replay.RunAsync(ScriptedClient.Silent()), replay.Journal.Records);
    }

    private sealed class Encyclopedia(bool knows) : ISearchClient
    {
        public bool Enabled => true;

        public Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult<SearchOutcome>(knows ? new SearchOutcome.Found($"{name} is a town.") : new SearchOutcome.NotFound(["Osby (town)"]));
    }
}
