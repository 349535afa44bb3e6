using Mact.Web.Tests.Localization;

namespace Mact.Web.Tests.Runs;

public sealed class AnswerComparisonTests
{
    [Theory]
    [InlineData("Porto", "porto ", "same")]
    [InlineData("1,100,000", "1100000", "same")]
    [InlineData("1.5", "1.50", "same")]
    [InlineData("Porto", "Lisbon", "differs")]
    public void One_value_is_compared_as_text_and_as_number(string answer, string cell, string verdict) =>
        AnswerComparison.Of([answer], Result([cell]), Said.English).Verdict.ShouldBe(verdict);

    [Fact]
    public void A_result_that_holds_more_says_so() =>
        AnswerComparison.Of(["Porto"], Result(["Porto", "1100000"]), Said.English).Verdict.ShouldBe("contains");

    [Fact]
    public void What_is_missing_is_named()
    {
        var comparison = AnswerComparison.Of(["Porto", "Faro"], Result(["Porto", null]), Said.English);

        comparison.Verdict.ShouldBe("differs");
        comparison.Missing.ShouldBe(["Faro"]);
        comparison.Text.ShouldContain("Faro");
    }

    private static QueryResult Result(params string?[] row) => new([.. row.Select(static (_, index) => $"c{index}")], [row], 1, 0.5, Ordered: false);
}
