using Mact.Worker.Agents.Programs;

namespace Mact.Worker.Tests.Agents;

public sealed class SamplePlanTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(16)]
    public void Drawing_less_puts_another_result_in_the_lead_no_more_often_than_is_said(int samples)
    {
        const int questions = 4_000;
        var random = new Random(17);
        var (differ, saved) = (0, 0);
        for (var question = 0; question < questions; question++)
        {
            // A share that the leader has of all samples, and one rival that has the others: the worst case, with every share as likely as any other.
            var share = random.NextDouble();
            var all = Enumerable.Range(0, samples).Select(index => Program(random.NextDouble() < share ? 1 : 2, index)).ToList();
            var plan = new SamplePlan(samples, adaptive: true);
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

    private static ExecutedProgram Empty(int index) => new(index, "code", ToolSampleStatus.Empty, null, false, null, 0);

    // Value 0 stands for a program that fails.
    private static ExecutedProgram Program(int value, int index) => value == 0
        ? new(index, "code", ToolSampleStatus.Error, null, false, "failed", 0)
        : new(index, "code", ToolSampleStatus.Ok, new("result", [new("a", "a", ColumnType.Integer)], [new($"{value}", (long)value)]), false, null, 0);
}
