using CsCheck;
using Mact.Worker.Agents.Running;
using Mact.Worker.Tests.Agents.Fakes;

namespace Mact.Worker.Tests.Agents;

public sealed class SeedSequenceTests
{
    private static readonly Question Question = new Scenario { Options = new() { Seed = 0 } }.Question;

    [Fact]
    public void The_same_question_has_the_same_seeds_whatever_its_id() =>
        SeedSequence.Base(
            Question with { Id = "other", Client = "other" }, 2, CallPurpose.Plan, 3).ShouldBe(SeedSequence.Base(Question, 2, CallPurpose.Plan, 3));

    [Fact]
    public void A_question_without_a_seed_has_none() => SeedSequence.Base(Question with { Options = new() }, 1, CallPurpose.Plan, 1).ShouldBeNull();

    [Fact]
    public void Every_part_of_the_content_changes_the_seed()
    {
        var seed = SeedSequence.Base(Question, 1, CallPurpose.Plan, 1);
        SeedSequence.Base(Question with { Text = "Other?" }, 1, CallPurpose.Plan, 1).ShouldNotBe(seed);
        SeedSequence.Base(Question with { Tables = [new("other", "players")] }, 1, CallPurpose.Plan, 1).ShouldNotBe(seed);
        SeedSequence.Base(Question with { Options = new() { Seed = 1 } }, 1, CallPurpose.Plan, 1).ShouldNotBe(seed);
        SeedSequence.Base(Question, 2, CallPurpose.Plan, 1).ShouldNotBe(seed);
        SeedSequence.Base(Question, 1, CallPurpose.Code, 1).ShouldNotBe(seed);
        SeedSequence.Base(Question, 1, CallPurpose.Plan, 2).ShouldNotBe(seed);
    }

    [Fact]
    public void Samples_of_different_requests_never_share_a_seed() =>
        Gen.Select(Gen.Int[1, 20], Gen.Enum<CallPurpose>(), Gen.Int[0, 40], Gen.Int[1, 20], Gen.Enum<CallPurpose>(), Gen.Int[0, 40]).Sample(
            (step, purpose, draw, step2, purpose2, draw2) =>
        {
            var first = SeedSequence.Base(Question, step, purpose, draw)!.Value;
            var second = SeedSequence.Base(Question, step2, purpose2, draw2)!.Value;
            first.ShouldBeInRange(0, int.MaxValue - SeedSequence.Block + 1);
            (first == second || Math.Abs(first - second) >= SeedSequence.Block).ShouldBeTrue();
            (first == second).ShouldBe((step, purpose, draw) == (step2, purpose2, draw2));
        });
}
