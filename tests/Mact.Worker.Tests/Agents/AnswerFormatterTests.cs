using Mact.Core.Voting;
using Mact.Worker.Agents.Answers;

namespace Mact.Worker.Tests.Agents;

public sealed class AnswerFormatterTests
{
    [Theory]
    [InlineData("1852.0", "1852")]
    [InlineData("$1,852", "1852")]
    [InlineData("The answer is 1852.", "1852")]
    [InlineData("1,852 votes", "1852")]
    public void A_number_is_shown_as_it_was_executed(string written, string shown) =>
        AnswerFormatter.Format(written, "How many?", [Result(["1852"])]).Values.ShouldBe([shown]);

    [Fact]
    public void A_unit_stays_where_it_was_asked_for() =>
        AnswerFormatter.Format("12.5 %", "Give the share with the percent sign.", [Result(["12.5"])]).Values.ShouldBe(["12.5 %"]);

    [Fact]
    public void A_list_is_shown_in_the_order_that_was_executed() =>
        AnswerFormatter.Format("bo, ana", "Who?", [Result(["Ana"], ["Bo"])]).Values.ShouldBe(["Ana", "Bo"]);

    [Fact]
    public void Items_of_a_larger_result_keep_its_spelling() =>
        AnswerFormatter.Format("ana; 208000", "Who?", [Result(["Ana", "208000"], ["Bo", "3"])]).Values.ShouldBe(["Ana", "208000"]);

    [Fact]
    public void A_value_with_a_comma_of_its_own_is_one_value() =>
        AnswerFormatter.Format("Washington, D.C.", "Where?", [Result(["Washington, D.C."])]).Values.ShouldBe(["Washington, D.C."]);

    [Theory]
    [InlineData("Ana, Bo and Cy", "Ana/Bo/Cy")]
    [InlineData("1,568.6, 690.5", "1,568.6/690.5")]
    [InlineData("[\"x, y\", \"z\"]", "x, y/z")]
    [InlineData("Ana", "Ana")]
    public void Without_an_executed_result_the_text_is_split(string written, string shown) =>
        string.Join('/', AnswerFormatter.Format(written, "Who?", []).Values).ShouldBe(shown);

    [Fact]
    public void The_latest_result_that_fits_is_the_evidence()
    {
        var (early, late) = (Result(["Ana"]), Result(["Ana"]));
        AnswerFormatter.Format("Ana", "Who?", [late, early]).Evidence.ShouldBeSameAs(late);
        AnswerFormatter.Format("Bo", "Who?", [late, early]).Evidence.ShouldBeNull();
    }

    [Theory]
    [InlineData("List of players", true)]
    [InlineData("Unable to determine", true)]
    [InlineData("...", true)]
    [InlineData("<answer>", true)]
    [InlineData("step2", true)]
    [InlineData("none", true)]
    [InlineData("Lister", false)]
    [InlineData("0", false)]
    public void Descriptions_of_an_answer_are_no_answers(string answer, bool placeholder) => FinishGuard.IsPlaceholder(answer).ShouldBe(placeholder);

    private static ResultGroup Result(params string?[][] rows) => new(
        rows[0].Length == 1 || rows.Length == 1 ? CanonicalForm.OfTexts(rows.SelectMany(row => row).OfType<string>()).Hash : "table",
        [.. rows[0].Select((_, index) => $"c{index}")],
        rows,
        rows.Length,
        [0]);
}
