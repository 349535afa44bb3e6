using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.Tests;

/// <summary>TAT-QA's exact match, case by case, each as the published evaluator judges it: values separated by '|', the expected scale after
/// '@'.</summary>
public sealed class TatQaScorerTests
{
    [Theory]
    [InlineData("2.3@million", "2.3 million")]
    [InlineData("2.3@million", "$2.3 million")]
    [InlineData("2.3@million", "2,300 thousand")]
    [InlineData("2.3@million", "2300000")]
    [InlineData("1,671@million", "1671 million")]
    [InlineData("6,489@thousand", "6,489 thousand")]
    [InlineData("6,489@", "6489")]
    [InlineData("$6,489@", "6,489")]
    [InlineData("208,000@", "208000")]
    [InlineData("$1.2 million@", "$1.2 million")]
    [InlineData("$1.2 million@", "1.2 million")]
    [InlineData("$1.2 million@", "1,200,000")]
    [InlineData("22.16@percent", "22.16%")]
    [InlineData("22.16@percent", "22.16 percent")]
    [InlineData("22.16@percent", "22.16 %")]
    [InlineData("23.42@percent", "0.2342")]
    [InlineData("3.7%@", "3.7%")]
    [InlineData("(3.1)@", "-3.1")]
    [InlineData("-3.1@", "(3.1)")]
    [InlineData("12,632@", "(12,632)")]
    [InlineData("N@", "the N")]
    [InlineData("27%@", "27%.")]
    [InlineData("year-end@", "yearend")]
    [InlineData("0@percent", "(0)")]
    [InlineData("€ 12@", "12")]
    [InlineData("11.1@", "11.10")]
    [InlineData("0.333@", "0.33")]
    [InlineData("1,568.6|690.5@million", "690.5 million|1,568.6 million")]
    [InlineData("2019|2018@", "2018|2019")]
    [InlineData("the sale of hotels@", "sale of hotels")]
    [InlineData("Sale of hotels.@", "sale of hotels")]
    [InlineData("a loss@", "loss")]
    [InlineData("Licence, net@", "licence net")]
    [InlineData("0@", "0.0")]
    [InlineData("December 31, 2019@", "december 31 2019")]
    [InlineData("Zürich@", "zürich")]
    [InlineData("5|5@", "5|5")]
    public void Counts_as_right(string expected, string answered) => Judge(expected, answered).ShouldBe(Score.Right);

    [Theory]
    [InlineData("2.3@million", "2.3")]
    [InlineData("year-end@", "year end")]
    [InlineData("(0.5)%@", "-0.5%")]
    [InlineData("-3@", "−3")]
    [InlineData("2.3@million", "2.3 thousand")]
    [InlineData("2.3@million", "2.3 billion")]
    [InlineData("22.16@percent", "22.16")]
    [InlineData("22.16@", "22.16%")]
    [InlineData("50@percent", "1/2")]
    [InlineData("-3@", "3")]
    [InlineData("3@", "(3)")]
    [InlineData("11.1@", "111")]
    [InlineData("111@", "11.1")]
    [InlineData("208,000@", "208")]
    [InlineData("1,568.6|690.5@million", "1,568.6 million")]
    [InlineData("2019|2018@", "2019")]
    [InlineData("2019|2018@", "2019|2017")]
    [InlineData("2019@", "2019|2019")]
    [InlineData("sale of hotels@", "purchase of hotels")]
    [InlineData("0.33@", "0.34")]
    [InlineData("$1.2 million@", "1.2")]
    [InlineData("2019|2019@", "2019")]
    [InlineData("Zürich@", "Zurich")]
    [InlineData("Trade receivables (1)@", "Trade receivables")]
    [InlineData("Trade receivables@", "Trade receivables[2]")]
    [InlineData("31 March 2019@", "31 March")]
    [InlineData("2019@", "2019-xx-xx")]
    public void Counts_as_wrong_and_says_why(string expected, string answered)
    {
        var score = Judge(expected, answered);

        score.Correct.ShouldBeFalse();
        score.Reason.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void A_right_number_with_a_wrong_scale_is_said_to_be_that() =>
        Judge("2.3@million", "2.3 thousand").Reason!.ShouldStartWith("The number is right, but its scale is not");

    [Fact]
    public void A_wrong_sign_is_said_to_be_that() => Judge("-3@", "3").Reason!.ShouldStartWith("The sign is wrong");

    [Fact]
    public void A_scale_that_is_known_apart_counts_like_one_in_words() =>
        Scorer.Judge(ScoringMetric.TatQa, new(["2.3"]) { Scale = "million" }, new(["2.3"]) { Scale = "million" }).ShouldBe(Score.Right);

    [Fact]
    public void Half_of_the_words_of_a_span_give_partial_credit()
    {
        var score = Judge("net sales growth@", "sales growth rate");

        score.Correct.ShouldBeFalse();
        score.F1.ShouldBe(0.67);
    }

    [Fact]
    public void Words_give_credit_also_where_the_number_among_them_is_missing() => Judge("growth of 12@", "growth of 13").F1.ShouldBe(0.67);

    [Theory]
    [InlineData("arithmetic")]
    [InlineData("count")]
    public void Computed_answers_give_no_partial_credit(string type) =>
        Scorer.Judge(ScoringMetric.TatQa, new(["12 items sold"]) { Type = type }, new(["12 items"])).F1.ShouldBe(0);

    private static Score Judge(string expected, string answered)
    {
        var parts = expected.Split('@');
        return Scorer.Judge(ScoringMetric.TatQa, new(parts[0].Split('|')) { Scale = parts[1], Type = "span" }, new(answered.Split('|')));
    }
}
