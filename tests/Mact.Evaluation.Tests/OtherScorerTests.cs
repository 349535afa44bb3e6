using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.Tests;

/// <summary>Labels, executed rows, plain exact match.</summary>
public sealed class OtherScorerTests
{
    private static readonly string[] ThreeLabels = ["supports", "refutes", "not enough info"];

    [Theory]
    [InlineData("supports", "supports", true)]
    [InlineData("supports", "true", true)]
    [InlineData("supports", "Yes.", true)]
    [InlineData("refutes", "false", true)]
    [InlineData("not enough info", "Not enough info", true)]
    [InlineData("not enough info", "unknown", true)]
    [InlineData("not enough info", "false", false)]
    [InlineData("supports", "false", false)]
    [InlineData("supports", "perhaps", false)]
    public void A_label_is_read_whatever_word_stands_for_it(string expected, string answered, bool right) =>
        Scorer.Judge(ScoringMetric.Label, new([expected]) { Labels = ThreeLabels }, new([answered])).Correct.ShouldBe(right);

    [Fact]
    public void An_answer_that_is_no_label_is_no_label_in_the_macro_f1() =>
        Scorer.Judge(ScoringMetric.Label, new(["yes"]) { Labels = ["yes", "no"] }, new(["42"])).Label.ShouldBeNull();

    [Theory]
    [InlineData("1,a;2,b", "2,b;1,a", false, true)]
    [InlineData("1,a;2,b", "2,b;1,a", true, false)]
    [InlineData("1,a;2,b", "1.0,a;2,b", true, true)]
    [InlineData("1,a;1,a", "1,a", false, false)]
    [InlineData("1,a", "a,1", false, false)]
    [InlineData("1,a", "1", false, false)]
    [InlineData("1,a;1,a;2,b", "1,a;2,b;2,b", false, false)]
    [InlineData("1,NULL", "1,NULL", false, true)]
    [InlineData("1,NULL", "1,", false, false)]
    [InlineData("0", "-0.0", false, true)]
    public void Executed_rows_are_a_multiset_unless_order_was_asked_for(string expected, string answered, bool ordered, bool right)
    {
        var gold = new GoldAnswer([]) { Rows = Rows(expected), Ordered = ordered };

        var score = Scorer.Judge(ScoringMetric.Execution, gold, new([]) { Rows = Rows(answered) });

        score.Correct.ShouldBe(right);
        (score.Reason is null).ShouldBe(right);
    }

    [Fact]
    public void Values_without_rows_are_folded_to_the_expected_width() =>
        Scorer.Judge(ScoringMetric.Execution, new([]) { Rows = Rows("1,a;2,b") }, new(["1", "a", "2", "b"])).Correct.ShouldBeTrue();

    [Fact]
    public void Values_that_do_not_fill_rows_are_wrong() =>
        Scorer.Judge(
            ScoringMetric.Execution,
            new([]) { Rows = Rows("1,a") },
            new(["1", "a", "2"])).Reason.ShouldBe("3 values answered do not fill rows of 2 columns.");

    [Theory]
    [InlineData("a|b", "A| b", true)]
    [InlineData("a|b", "b|a", false)]
    [InlineData("1", "1.0", false)]
    public void Exact_match_knows_only_case_and_spaces(string expected, string answered, bool right) =>
        Scorer.Judge(ScoringMetric.Exact, new(expected.Split('|')), new(answered.Split('|'))).Correct.ShouldBe(right);

    private static IReadOnlyList<IReadOnlyList<string?>> Rows(string rows) =>
        [.. rows.Split(';').Select(static row => (IReadOnlyList<string?>)[.. row.Split(',').Select(static cell => cell == "NULL" ? null : cell)])];
}
