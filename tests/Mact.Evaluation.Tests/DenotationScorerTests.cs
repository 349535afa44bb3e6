using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.Tests;

/// <summary>Denotation accuracy, case by case. Values of a list are separated by '|'; '~' divides an expected value from its canonical
/// form.</summary>
public sealed class DenotationScorerTests
{
    [Theory]
    [InlineData("Ana", "Ana")]
    [InlineData("Ana", "ana")]
    [InlineData("Ana", "  Ana ")]
    [InlineData("New York", "New   York")]
    [InlineData("São Tomé", "Sao Tome")]
    [InlineData("Zürich", "ZURICH")]
    [InlineData("“Dawn”", "\"Dawn\"")]
    [InlineData("\"Dawn\"", "Dawn")]
    [InlineData("O’Neil", "O'Neil")]
    [InlineData("3–1", "3-1")]
    [InlineData("−3", "-3")]
    [InlineData("Ana[1]", "Ana")]
    [InlineData("Ana [note 2]", "Ana")]
    [InlineData("Ana", "Ana[4][5]")]
    [InlineData("Ana†", "Ana")]
    [InlineData("Ana*", "Ana")]
    [InlineData("Leek (Staffordshire)", "Leek")]
    [InlineData("Leek", "Leek (town) (old)")]
    [InlineData("Inc.", "Inc")]
    [InlineData("208,000~208000", "208000")]
    [InlineData("208,000~208000", "208,000")]
    [InlineData("208,000~208000", "208000.0")]
    [InlineData("12 years~12", "12")]
    [InlineData("12 years~12", "12 years")]
    [InlineData("$1.2 million~1200000", "1200000")]
    [InlineData("$1.2 million~1200000", "$1.2 million")]
    [InlineData("45%~45", "45")]
    [InlineData("7", "7.0000001")]
    [InlineData("1e3", "1000")]
    [InlineData("11.1", "11.10")]
    [InlineData("-3", "-3.0")]
    [InlineData("Ana|Bo", "Bo|Ana")]
    [InlineData("Ana|Bo", "Ana|Bo|ana")]
    [InlineData("12.39 (+1.5)|12.39 (+1.8)", "12.39")]
    [InlineData("5|6", "6.0|5")]
    [InlineData("May 3, 1990~1990-05-03", "1990-05-03")]
    [InlineData("May 3~xx-05-03", "xx-05-03")]
    [InlineData("May 3~xx-05-03", "xx-5-3")]
    [InlineData("May 1990~1990-05-xx", "1990-05-xx")]
    [InlineData("1990~1990-xx-xx", "1990")]
    public void Counts_as_right(string expected, string answered) => Judge(expected, answered).ShouldBe(Score.Right);

    [Theory]
    [InlineData("208000", "208,000")]
    [InlineData("1200000", "$1.2 million")]
    [InlineData("0.5", "50%")]
    [InlineData("45%~45", "0.45")]
    [InlineData("1/2", "0.5")]
    [InlineData("-3", "3")]
    [InlineData("3", "-3")]
    [InlineData("11.1", "111")]
    [InlineData("111", "11.1")]
    [InlineData("7", "7.001")]
    [InlineData("Ana", "Bo")]
    [InlineData("Ana|Bo", "Ana")]
    [InlineData("Ana", "Ana|Bo")]
    [InlineData("Ana|Bo", "Ana|Cy")]
    [InlineData("Ana|Bo", "Ana, Bo")]
    [InlineData("May 3, 1990~1990-05-03", "1990-05-04")]
    [InlineData("May 3~xx-05-03", "1990-05-03")]
    [InlineData("1990-05-03", "1990")]
    [InlineData("Ana", "Ana Lee")]
    [InlineData("(none)", "none")]
    [InlineData("5", "five")]
    [InlineData("5", "")]
    [InlineData("NaN", "1")]
    public void Counts_as_wrong_and_says_why(string expected, string answered)
    {
        var score = Judge(expected, answered);

        score.Correct.ShouldBeFalse();
        score.F1.ShouldBe(0);
        score.Reason.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void An_empty_answer_is_wrong() =>
        Scorer.Judge(ScoringMetric.Denotation, new(["1"]), Prediction.None).Reason.ShouldBe("Nothing was answered.");

    [Fact]
    public void The_reason_names_the_number_that_was_expected() =>
        Judge("208,000~208000", "207,000").Reason.ShouldBe(
            "'208,000' is expected, a number; what was answered is not a plain number: '207,000' was answered.");

    [Fact]
    public void Half_a_surrogate_pair_is_scored_like_any_text() => Judge("Ana", "\ud800").Correct.ShouldBeFalse();

    private static Score Judge(string expected, string answered)
    {
        var items = expected.Split('|').Select(static item => item.Split('~')).ToList();
        var gold = new GoldAnswer([.. items.Select(static item => item[0])]) { Canonical = [.. items.Select(static item => item[^1])] };
        return Scorer.Judge(ScoringMetric.Denotation, gold, new(answered.Split('|')));
    }
}
