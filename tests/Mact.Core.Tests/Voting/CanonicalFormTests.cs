using CsCheck;
using Mact.Core.Voting;

namespace Mact.Core.Tests.Voting;

public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("1852", "1852.0")]
    [InlineData("1,568.6", "1568.6")]
    [InlineData("$831.7", "831.70 USD")]
    [InlineData("90 min", "1.5 h")]
    [InlineData("2 km", "2,000 m")]
    [InlineData("2 years", "24 months")]
    [InlineData("5 goals", "5")]
    [InlineData("20 %", "20 percent")]
    [InlineData("(3.1)", "-3.1")]
    [InlineData("0.3", "0.30000000000000004")]
    [InlineData("−4", "-4")]
    [InlineData("  New   York ", "new york")]
    [InlineData("\"Ana\"", "Ana.")]
    [InlineData("March 4, 2008", "2008-03-04")]
    [InlineData("4 Mar 2008", "2008-3-4")]
    [InlineData("Ana, Bo", "Bo and Ana")]
    [InlineData("[\"Tuesday\", \"Monday\"]", "Monday; Tuesday")]
    [InlineData("208,000", "208000")]
    [InlineData("a\nb", "b | a")]
    [InlineData("TRUE", "true")]
    [InlineData("5 MW", "5 mw")]
    [InlineData("5 MB", "5 mb")]
    [InlineData("10 Mb", "10 Mbit")]
    [InlineData("1.5 KM", "1500 m")]
    [InlineData("$5", "5 USD")]
    [InlineData("€5", "5 EUR")]
    [InlineData("7 cm", "70 mm")]
    [InlineData("1 week", "7 days")]
    [InlineData("2 kg", "2,000 g")]
    [InlineData("100 mph", "160.9344 km/h")]
    [InlineData("30 sec", "0.5 min")]
    [InlineData("20 per cent", "20%")]
    public void Different_spellings_of_one_answer_are_equal(string left, string right) =>
        CanonicalForm.OfText(left).ShouldBe(CanonicalForm.OfText(right));

    [Theory]
    [InlineData("11.1", "111")]
    [InlineData("-3", "3")]
    [InlineData("5 million", "5")]
    [InlineData("3 (tie)", "3")]
    [InlineData("1,2", "12")]
    [InlineData("a, a", "a")]
    [InlineData("12345678901", "12345678902")]
    [InlineData("2008-03-04", "2008-04-03")]
    [InlineData("yes", "no")]
    [InlineData("30 s", "30 min")]
    [InlineData("5 km", "5 m")]
    [InlineData("5 MB", "5 GB")]
    [InlineData("5 mW", "5 MW")]
    [InlineData("5 Mb", "5 MB")]
    [InlineData("100Mb/s", "100MB/s")]
    [InlineData("1,200 mHz", "1,200 MHz")]
    [InlineData("3 mPa", "3 MPa")]
    [InlineData("5 days", "5 years")]
    [InlineData("5 °C", "5 °F")]
    [InlineData("5 kg", "5 g")]
    [InlineData("5 EUR", "5 USD")]
    [InlineData("20 %", "20")]
    [InlineData("20 %", "0.2")]
    [InlineData("5 mi", "5 km")]
    [InlineData("5 lb", "5 kg")]
    [InlineData("5 ft", "5 m")]
    [InlineData("5 m²", "5 m")]
    [InlineData("£5", "$5")]
    [InlineData("5 GB", "5 GiB")]
    [InlineData("3 hours", "3 days")]
    [InlineData("5 kW", "5 kWh")]
    [InlineData("3 weeks", "3 months")]
    [InlineData("12:30", "12.30")]
    [InlineData("007", "7 years")]
    [InlineData("N/A", "")]
    [InlineData("None", "N/A")]
    public void Different_answers_are_not_equal(string left, string right) =>
        CanonicalForm.OfText(left).ShouldNotBe(CanonicalForm.OfText(right));

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("NULL")]
    [InlineData("[]")]
    public void Nothing_has_the_empty_form(string text) => CanonicalForm.OfText(text).IsEmpty.ShouldBeTrue();

    [Fact]
    public void A_result_of_one_cell_is_the_value_that_a_planner_writes() =>
        CanonicalForm.OfResult(TestTables.Of(["n"], [[60.5]]), ordered: true).ShouldBe(CanonicalForm.OfText("60.50"));

    [Fact]
    public void A_result_of_one_column_is_the_list_that_a_planner_writes() =>
        CanonicalForm.OfResult(TestTables.Of(["name"], [["Bo"], ["Ana"]]), ordered: false).ShouldBe(CanonicalForm.OfText("Ana; Bo"));

    [Fact]
    public void A_result_of_one_row_is_read_from_left_to_right()
    {
        var row = CanonicalForm.OfResult(TestTables.Of(["home", "away"], [[1L, 2L]]), ordered: true);
        row.ShouldNotBe(CanonicalForm.OfResult(TestTables.Of(["away", "home"], [[2L, 1L]]), ordered: true));
        CanonicalForm.ReadingsOf("1; 2").ShouldContain(row);
        CanonicalForm.ReadingsOf("2; 1").ShouldNotContain(row);
    }

    [Theory]
    [InlineData("N/A")]
    [InlineData("None")]
    [InlineData("Unknown")]
    public void A_cell_that_looks_like_nothing_is_a_value(string cell) =>
        CanonicalForm.OfResult(TestTables.Of(["a"], [[cell]]), ordered: false).IsEmpty.ShouldBeFalse();

    [Fact]
    public void A_place_with_a_comma_equals_itself_as_executed_and_as_written() =>
        CanonicalForm.OfResult(TestTables.Of(["place"], [["Washington, D.C."]]), ordered: false).ShouldBe(CanonicalForm.OfText("Washington, D.C."));

    [Fact]
    public void A_table_that_a_planner_draws_equals_the_executed_one_whatever_the_headers() =>
        CanonicalForm.OfResult(TestTables.Of(["town", "SUM(x)"], [["Tarn", 215L], ["Merrow", 750.0]]), ordered: false)
            .ShouldBe(CanonicalForm.OfText("| town | pots |\n| --- | --- |\n| Merrow | 750 |\n| Tarn | 215 |"));

    [Fact]
    public void Row_order_counts_only_where_it_was_asked_for()
    {
        var table = TestTables.Of(["a", "b"], [["x", 1L], ["y", 2L]]);
        var turned = TestTables.Of(["a", "b"], [["y", 2L], ["x", 1L]]);
        CanonicalForm.OfResult(table, ordered: false).ShouldBe(CanonicalForm.OfResult(turned, ordered: false));
        CanonicalForm.OfResult(table, ordered: true).ShouldNotBe(CanonicalForm.OfResult(turned, ordered: true));
    }

    [Fact]
    public void Rows_of_nothing_but_null_are_empty() =>
        CanonicalForm.OfResult(TestTables.Of(["a", "b"], [[null, null], [null, null]]), ordered: false).IsEmpty.ShouldBeTrue();

    [Fact]
    public void Any_text_has_a_form_and_the_form_does_not_change_when_taken_again() =>
        Gen.String.Sample(text =>
        {
            var form = CanonicalForm.OfText(text);
            CanonicalForm.OfText(text).ShouldBe(form);
            CanonicalForm.OfText(text.ToUpperInvariant()).Shape.ShouldBe(form.Shape);
        });

    [Fact]
    public void A_number_equals_itself_however_it_is_formatted() =>
        Gen.Long[-999_999_999, 999_999_999].Sample(number =>
        {
            var form = CanonicalForm.OfText(number.ToString());
            CanonicalForm.OfText(number.ToString("N0")).ShouldBe(form);
            CanonicalForm.OfText(number.ToString("F2")).ShouldBe(form);
            CanonicalForm.OfResult(TestTables.Of(["n"], [[number]]), ordered: false).ShouldBe(form);
            CanonicalForm.OfResult(TestTables.Of(["n"], [[(double)number]]), ordered: false).ShouldBe(form);
        });

    [Fact]
    public void A_list_equals_any_permutation_of_itself() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 6].Array[1, 6], Gen.Int[0, 1_000]).Sample((items, seed) =>
        {
            var shuffled = items.ToArray();
            new Random(seed).Shuffle(shuffled);
            CanonicalForm.OfTexts(shuffled).ShouldBe(CanonicalForm.OfTexts(items));
        });
}
