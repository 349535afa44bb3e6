using Mact.Cli.Evaluating;

namespace Mact.Cli.Tests;

/// <summary>How long an evaluation will still take, as it is said to a person.</summary>
public sealed class EvaluationProgressTests
{
    [Fact]
    public void Nothing_is_promised_before_the_first_result() =>
        new EvaluationProgress(0, 8, 30, TimeSpan.FromMinutes(7), 0).Left.ShouldBeNull();

    [Fact]
    public void Three_of_thirty_in_seven_minutes_with_eight_in_flight_leave_half_an_hour_or_so() =>
        new EvaluationProgress(3, 8, 30, TimeSpan.FromMinutes(7), 0).Left!.Value.TotalMinutes.ShouldBe(23, 0.5);

    [Fact]
    public void An_hour_and_two_minutes_is_not_shown_as_two_minutes() =>
        new EvaluationProgress(3, 0, 30, TimeSpan.FromMinutes(7), 0).ToString().ShouldContain("about 1:03:00 left");

    [Fact]
    public void The_pace_of_tokens_is_said() =>
        new EvaluationProgress(3, 2, 30, TimeSpan.FromSeconds(10), 150).ToString().ShouldContain("15 tokens/s");

    [Fact]
    public void Nothing_is_left_at_the_end() =>
        new EvaluationProgress(30, 0, 30, TimeSpan.FromMinutes(7), 0).Left.ShouldBe(TimeSpan.Zero);
}
