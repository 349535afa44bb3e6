using CsCheck;
using Mact.Core.Voting;
using Mact.Worker.Agents.Programs;

namespace Mact.Worker.Tests.Agents;

public sealed class SamplePlanTests
{
    private const int Nothing = -1;

    [Theory]
    [InlineData(3, null)]
    [InlineData(5, null)]
    [InlineData(8, null)]
    [InlineData(16, null)]
    [InlineData(5, 0.6)]
    [InlineData(8, 0.8)]
    public void Drawing_less_puts_another_result_in_the_lead_no_more_often_than_is_said(int samples, double? endingShare)
    {
        const int questions = 4_000;
        var random = new Random(17);
        var (differ, saved) = (0, 0);
        for (var question = 0; question < questions; question++)
        {
            // A share that the leader has of all samples, and one rival that has the others: the worst case, with every share as likely as any other.
            var share = random.NextDouble();
            var all = Enumerable.Range(0, samples).Select(index => Program(random.NextDouble() < share ? 1 : 2, index)).ToList();
            var plan = new SamplePlan(samples, adaptive: true, endingShare: endingShare);
            List<ExecutedProgram> drawn = [];
            while (plan.Next(drawn) is var n and > 0)
            {
                drawn.AddRange(all.Skip(drawn.Count).Take(n));
                drawn.Count.ShouldBeLessThanOrEqualTo(samples);
            }

            differ += Lead(drawn) == Lead(all) ? 0 : 1;
            saved += samples - drawn.Count;
        }

        differ.ShouldBeLessThanOrEqualTo((int)(SamplePlan.MaxError * questions));
        saved.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(2, 0, 2, 3, true, 0.05)]
    [InlineData(3, 0, 3, 2, true, 0)]
    [InlineData(1, 1, 2, 1, true, 0.5)]
    [InlineData(2, 0, 2, 2, true, 0)]
    [InlineData(2, 0, 2, 2, false, 0.1)]
    public void The_probability_that_the_leader_loses_is_as_the_rule_says(
        int leader, int next, int valid, int left, bool keepsTies, double expected) =>
        SamplePlan.LosingProbability(leader, next, valid, left, keepsTies).ShouldBe(expected, 1e-6);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    public void Programs_that_met_no_row_agree_where_a_request_follows_that_says_why(bool isFollowed, int next) =>
        new SamplePlan(5, adaptive: true, isFollowed: isFollowed).Next([Empty(0), Empty(1)]).ShouldBe(next);

    [Theory]
    [InlineData(new[] { 1, Nothing }, 1)]
    [InlineData(new[] { Nothing, 1 }, 1)]
    [InlineData(new[] { 1, Nothing, 1 }, 0)]
    [InlineData(new[] { Nothing, 1, 1 }, 0)]
    [InlineData(new[] { Nothing, Nothing, 1 }, 1)]
    public void Programs_that_met_no_row_are_no_rivals_of_a_result(int[] drawn, int next) =>
        new SamplePlan(5, adaptive: true).Next([.. drawn.Select(Program)]).ShouldBe(next);

    [Fact]
    public void A_number_that_one_program_gave_twice_does_not_end_a_question()
    {
        var plan = new SamplePlan(5, adaptive: true, endingShare: 0.6);
        ExecutedProgram[] spellings =
            [Program(7, 0) with { Code = "SELECT \"a\" FROM t WHERE b != 'x'" }, Program(7, 1) with { Code = "select a from t where b <> 'x';" }];
        plan.Next(spellings).ShouldBe(1, "one program in two spellings");
        plan.Next([Program(7, 0), Program(7, 1), Program(7, 2)]).ShouldBe(0, "three of five");
        plan.Next([Program(7, 0), Program(7, 1) with { Code = "SELECT max(a) FROM t" }]).ShouldBe(0, "two programs");
        plan.Next([Text("Oslo", 0), Text("Oslo", 1)]).ShouldBe(0, "a cell");
        new SamplePlan(5, adaptive: true).Next([Program(7, 0), Program(7, 1)]).ShouldBe(0, "nothing ends by it");
    }

    [Theory]
    [InlineData(0.6, new[] { 1, 2, 1, 3 }, 1)]
    [InlineData(0.6, new[] { 1, 0, 0, 1 }, 1)]
    [InlineData(0.8, new[] { 1, 2, 1, 3 }, 0)]
    [InlineData(0.6, new[] { 1, 2, 1, 1 }, 0)]
    public void No_result_is_called_split_that_can_still_come_to_the_share_which_ends_the_question(double share, int[] drawn, int next) =>
        new SamplePlan(5, adaptive: true, endingShare: share).Next([.. drawn.Select(Program)]).ShouldBe(next);

    [Fact]
    public void What_is_settled_wins_whatever_comes_and_whatever_is_guessed() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[Nothing, 3].Array[9], Gen.Bool.Array[9], Gen.Int[0, 9], Gen.Bool).Sample(
            (samples, values, readings, came, ofAgent) =>
            {
                var all = values.Take(samples)
                    .Select((value, index) => Program(value, index) with { Reading = value > 0 && readings[index] ? "read" : null })
                    .ToList();
                var drawn = all.Take(Math.Min(came, samples)).ToList();
                if (!new SamplePlan(samples, adaptive: false).IsSettled(drawn, 0))
                {
                    return true;
                }

                var weights = ofAgent ? new VoteWeights(1, 0.5) : VoteWeights.Equal;
                return Winner(drawn, weights) == Winner(all, weights);
            });

    [Fact]
    public void A_result_that_cannot_lose_any_more_wins_whatever_comes() =>
        Gen.Select(Gen.Int[3, 9], Gen.Int[Nothing, 3].Array[9]).Sample((samples, values) =>
        {
            var all = values.Take(samples).Select(Program).ToList();
            for (var came = 1; came < samples; came++)
            {
                var counts = all.Take(came).Where(static program => program.Result is not null)
                    .GroupBy(static program => program.Result![0, 0].Text, StringComparer.Ordinal)
                    .Select(static group => (Votes: group.Count(), First: group.Min(static program => program.Index)))
                    .OrderByDescending(static group => group.Votes)
                    .ThenBy(static group => group.First)
                    .ToList();
                var next = counts.Count > 1 ? counts[1].Votes : 0;
                if (counts.Count > 0
                    && SamplePlan.LosingProbability(
                        counts[0].Votes,
                        next,
                        counts.Sum(static group => group.Votes),
                        samples - came,
                        counts.TrueForAll(group => group.Votes < next || group.First >= counts[0].First)) <= 0
                    && Winner(all.Take(came).ToList(), VoteWeights.Equal) != Winner(all, VoteWeights.Equal))
                {
                    return false;
                }
            }

            return true;
        });

    [Fact]
    public void Programs_that_fail_agree_on_nothing() => new SamplePlan(5, adaptive: true).Next([Program(0, 0), Program(0, 1)]).ShouldBe(2);

    [Theory]
    [InlineData(0, true, 1, 1, 1)]
    [InlineData(0, false, 1, 1)]
    [InlineData(0, true, 1, 2, 1, 0, 1)]
    [InlineData(0, false, 0, 0, 0)]
    [InlineData(0.8, false, 1, 1, 1)]
    [InlineData(0.8, true, 1, 1, 1, 1)]
    public void A_result_is_settled_that_more_than_half_of_all_samples_have_and_the_share_that_is_asked_for(
        double share, bool settled, params int[] results) =>
        new SamplePlan(5, adaptive: false).IsSettled([.. results.Select(Program)], share).ShouldBe(settled);

    [Fact]
    public void That_no_row_was_met_is_never_settled() =>
        new SamplePlan(5, adaptive: false).IsSettled([Empty(0), Empty(1), Empty(2)], 0).ShouldBeFalse();

    [Fact]
    public void Without_adaptive_sampling_all_are_drawn_at_once() => new SamplePlan(7, adaptive: false).Next([]).ShouldBe(7);

    private static string? Lead(List<ExecutedProgram> programs) => programs
        .Where(program => program.Result is not null)
        .GroupBy(program => program.Result![0, 0].Text, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .Select(group => group.Key)
        .FirstOrDefault();

    private static string? Winner(List<ExecutedProgram> programs, VoteWeights weights)
    {
        var (samples, results) = ResultGroups.Of(programs);
        return ObservationVote.Decide(new(1, "sql", programs.Count, samples, results) { StartedAt = default, DurationMs = 0 }, [], weights)?.Key;
    }

    private static ExecutedProgram Text(string value, int index) => new(
        index, "code", ToolSampleStatus.Ok, new("result", [new("a", "a", ColumnType.Text)], [new(value, value)]), false, null, 0);

    private static ExecutedProgram Empty(int index) => new(index, "code", ToolSampleStatus.Empty, null, false, null, 0);

    // Value 0 stands for a program that fails.
    private static ExecutedProgram Program(int value, int index) => value == Nothing ? Empty(index) : value == 0
        ? new(index, "code", ToolSampleStatus.Error, null, false, "failed", 0)
        : new(index, "code", ToolSampleStatus.Ok, new("result", [new("a", "a", ColumnType.Integer)], [new($"{value}", (long)value)]), false, null, 0);
}
