using CsCheck;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Tests.Agents;

public sealed class PlanParserTests
{
    [Theory]
    [InlineData("Thought 1: x\nAction 1: Finish[Tarn]\n", true)]
    [InlineData("Thought 1: x\nAction 1: Finish[Tarn]", false)]
    [InlineData("Thought 1: x\nAction 1: Finish[Tarn]\nThought 2: what else", true)]
    [InlineData("x\nAction 1: Operate[sum]\nObservation 1: 3\nThought 2: y\nAction 2: Finish[3]\n", true)]
    [InlineData("x\nAction 1: Operate[sum]\nObservation 1: 3\n", false)]
    [InlineData("x\nAction 1: Finish[a\n", false)]
    [InlineData("x\nAction 1: Finish[x [1],\n", false)]
    [InlineData("x\nAction 1: Finish[\"a\",\n\"b\"]\n", true)]
    [InlineData("<think>Action 1: Finish[a]\n", false)]
    [InlineData("", false)]
    public void A_plan_is_finished_when_the_line_that_finishes_has_ended(string text, bool isFinished) =>
        PlanParser.IsFinished(text).ShouldBe(isFinished);

    [Theory]
    [InlineData("Thought 1: look\nAction 1: Retrieve[rows]", "retrieve", "rows")]
    [InlineData("Thought 1: look\nAction 1: Operate[sum of x[1] and y]", "operate", "sum of x[1] and y")]
    [InlineData("Thought 1: done\nAction 1: Finish[[\"Tuesday\",\"Monday\"]]", "finish", "[\"Tuesday\",\"Monday\"]")]
    [InlineData("Thought 1: x\nAction 1: Retrieve [all rows]", "retrieve", "all rows")]
    [InlineData("Thought 1: x\nAction 1: Look up[the mayor]", "lookup", "the mayor")]
    [InlineData("Thought 1: x\nAction 1: Read[the mayor]", "lookup", "the mayor")]
    [InlineData("Thought 1: x\nAction 1: calculate[max(1, 2)]", "calculate", "max(1, 2)")]
    [InlineData("Thought 1: x\nAction 1: Retrieve[rows\n  where a = 1]\nObservation 1: 5", "retrieve", "rows\n  where a = 1")]
    [InlineData("Thought 1: I will not Finish[4] yet\nAction 1: Retrieve[a]", "retrieve", "a")]
    [InlineData("**Thought 1:** x\n**Action 1:** Retrieve[a]   ", "retrieve", "a")]
    [InlineData("```\nThought 1: x\nAction 1: Retrieve[a]\n```", "retrieve", "a")]
    [InlineData("<think>Action 1: Finish[9]</think>\nThought 1: x\nAction 1: Retrieve[a]", "retrieve", "a")]
    [InlineData("<think>never closed\nThought 1: x\nAction 1: Retrieve[a]", "retrieve", "a")]
    [InlineData("still thinking</think>Thought 1: x\nAction 1: Retrieve[a]", "retrieve", "a")]
    [InlineData("Thought: x\nAction: Retrieve[a]", "retrieve", "a")]
    [InlineData("Thought 7: x\nAction 7: Retrieve[a]", "retrieve", "a")]
    [InlineData("look first\nRetrieve[a]", "retrieve", "a")]
    [InlineData("Thought 1: x\nAction 1: Finish[height 10\" plates]", "finish", "height 10\" plates")]
    [InlineData("Thought 1: x\nAction 1: Finish[\"a]b\"]", "finish", "\"a]b\"")]
    [InlineData("Thought 1: x\nAction 1: Retrieve[player's name]", "retrieve", "player's name")]
    [InlineData("Thought 1: x\nAction 1: Retrieve[a [b]\nObservation 1: c", "retrieve", "a [b")]
    public void The_action_of_the_current_step_is_read(string reply, string action, string argument)
    {
        var plan = Parse(reply);
        plan.Sample.Status.ShouldBe(PlanStatus.Valid);
        plan.Sample.Action.ShouldBe(action);
        plan.Sample.Argument.ShouldBe(argument);
    }

    [Theory]
    [InlineData("", PlanStatus.Empty)]
    [InlineData("  \n ", PlanStatus.Empty)]
    [InlineData("<think>only thinking", PlanStatus.Empty)]
    [InlineData("I do not know.", PlanStatus.NoAction)]
    [InlineData("Thought 1: x\nAction 1: none", PlanStatus.NoAction)]
    [InlineData("Thought 1: x\nAction 1: Finish[]", PlanStatus.NoAction)]
    [InlineData("Thought 1: x\nAction 1: Explode[a]", PlanStatus.UnknownAction)]
    [InlineData("Thought 1: x\nAction 1: Retrieve[the rows of", PlanStatus.Truncated)]
    public void What_is_no_action_has_its_status(string reply, PlanStatus status) => Parse(reply).Sample.Status.ShouldBe(status);

    [Fact]
    public void Only_the_current_step_counts_and_the_roll_out_is_kept()
    {
        var plan = Parse(
            "Thought 1: a\nAction 1: Retrieve[x]\nObservation 1: 5\nThought 2: b\nAction 2: Calculate[5+1]\nObservation 2: 6\nThought 3: c\nAction "
                + "3: Finish[6]");
        plan.Kind.ShouldBe(ActionKind.Retrieve);
        plan.Sample.Thought.ShouldBe("a");
        plan.Sample.Guess.ShouldBe("5");
        plan.Sample.RolloutAnswer.ShouldBe("6");
    }

    [Fact]
    public void A_reply_that_repeats_earlier_steps_is_read_at_the_current_one()
    {
        var plan = Parse("Thought 1: a\nAction 1: Retrieve[x]\nObservation 1: 5\nThought 2: b\nAction 2: Finish[5]", step: 2);
        plan.Kind.ShouldBe(ActionKind.Finish);
        plan.Sample.Thought.ShouldBe("b");
    }

    [Fact]
    public void A_guess_of_several_lines_is_kept_whole() =>
        Parse("Thought 1: a\nAction 1: Retrieve[x]\nObservation 1: | n |\n| 1 |\n| 2 |\nThought 2: b").Sample.Guess.ShouldBe("| n |\n| 1 |\n| 2 |");

    [Fact]
    public void A_guess_that_was_cut_says_nothing() =>
        PlanParser.Parse(
            new(0, 0, "Thought 1: a\nAction 1: Retrieve[x]\nObservation 1: 12", "length", CompletionStatus.Truncated), 1).Sample.Guess.ShouldBeNull();

    [Fact]
    public void A_reply_that_was_cut_after_its_action_is_valid() =>
        PlanParser.Parse(new(0, 0, "Thought 1: a\nAction 1: Retrieve[x]\nObserv", "length", CompletionStatus.Truncated), 1).IsValid.ShouldBeTrue();

    [Fact]
    public void Any_text_is_read_without_an_exception() =>
        Gen.OneOf(
            Gen.String,
            Gen.OneOf("Thought 1:", "Action 1:", "Retrieve[", "]", "\"", "Finish[4]", "\n", "```", "<think>", "Observation 1:", "[[").Array[0, 30]
                .Select(string.Concat))
            .Sample(text => Parse(text).Sample.Status.ShouldBeOneOf(Enum.GetValues<PlanStatus>()));

    [Theory]
    [InlineData("Action 1: Retrieve[")]
    [InlineData("[")]
    [InlineData("\n")]
    [InlineData(" ")]
    [InlineData("\"")]
    [InlineData("<think>")]
    [InlineData("Finish[a\n")]
    public async Task Megabytes_of_one_thing_are_read_in_linear_time(string unit)
    {
        var reply = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));

        // The bound only keeps a parser that never ends from hanging the tests.
        var plan = await Task.Run(() => Parse(reply), TestContext.Current.CancellationToken).WaitAsync(
            TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        plan.Sample.Index.ShouldBe(0);
    }

    private static ParsedPlan Parse(string reply, int step = 1) => PlanParser.Parse(new(0, 0, reply, "stop", CompletionStatus.Complete), step);
}
