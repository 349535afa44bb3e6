using CsCheck;
using Mact.Core.Runs;
using Mact.Core.Tables;
using Mact.Worker.Agents.Tools;

namespace Mact.Worker.Tests.Agents;

public sealed class SamplePlanTests
{
    [Fact]
    public void Drawing_less_never_changes_who_has_the_majority_lead() =>
        Gen.Select(Gen.Int[3, 15], Gen.Int[0, 3].Array[15]).Sample((samples, values) =>
        {
            var all = values.Take(samples).Select(Program).ToList();
            var plan = new SamplePlan(samples, adaptive: true);
            List<ExecutedProgram> drawn = [];
            while (plan.Next(drawn) is var n and > 0)
            {
                drawn.AddRange(all.Skip(drawn.Count).Take(n));
                drawn.Count.ShouldBeLessThanOrEqualTo(samples);
            }

            if (drawn.Count < samples)
            {
                Lead(drawn).ShouldBe(Lead(all));
            }
        });

    [Fact]
    public void Without_adaptive_sampling_all_are_drawn_at_once() => new SamplePlan(7, adaptive: false).Next([]).ShouldBe(7);

    private static string? Lead(List<ExecutedProgram> programs) => programs
        .Where(program => program.Result is not null)
        .GroupBy(program => program.Result![0, 0].Text, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .Select(group => group.Key)
        .FirstOrDefault();

    // Value 0 stands for a program that fails.
    private static ExecutedProgram Program(int value, int index) => value == 0
        ? new(index, "code", ToolSampleStatus.Error, null, false, "failed", 0)
        : new(index, "code", ToolSampleStatus.Ok, new("result", [new("a", "a", ColumnType.Integer)], [new($"{value}", (long)value)]), false, null, 0);
}
