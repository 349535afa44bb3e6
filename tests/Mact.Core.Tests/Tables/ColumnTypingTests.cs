using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class ColumnTypingTests
{
    [Theory]
    [InlineData(ColumnType.Integer, "1999", "2000", "2001")]
    [InlineData(ColumnType.Integer, "1,200", "(3)", "$5")]
    [InlineData(ColumnType.Number, "1", "2.5", "22.16 %")]
    [InlineData(ColumnType.Number, "−0.18", "–", "0.2")]
    [InlineData(ColumnType.Text, "007", "12", "15")]
    [InlineData(ColumnType.Text, "1234567890123456", "1", "2")]
    [InlineData(ColumnType.Text, "1st", "2nd", "3rd")]
    [InlineData(ColumnType.Text, "-", "?", "n/a")]
    [InlineData(ColumnType.Date, "12 March 2001", "2001-03-13", "")]
    [InlineData(ColumnType.Date, "1/2/2001", "13/2/2001", "2/2/2001")]
    [InlineData(ColumnType.Text, "1/2/2001", "3/2/2001", "5/6/2001")]
    [InlineData(ColumnType.Text, "13/2/2001", "2/13/2001", "5/6/2001")]
    public void A_column_gets_the_type_that_its_cells_share(ColumnType expected, params string[] cells) =>
        Given.Column(cells).Columns[0].Type.ShouldBe(expected);

    [Fact]
    public void One_odd_cell_of_five_has_no_value_in_a_numeric_column_and_keeps_its_text()
    {
        var table = Given.Column("1", "2", "3 (tie)", "4", "5");

        table.Columns[0].Type.ShouldBe(ColumnType.Integer);
        table[2, 0].ShouldBe(new Cell("3 (tie)", null));
        table[3, 0].ShouldBe(new Cell("4", 4L));
        table.TextColumnOf(0).ShouldBe("x_text");
    }

    [Fact]
    public void Two_odd_cells_of_five_make_a_text_column() =>
        Given.Column("1", "DNF", "3 (tie)", "4", "5").Columns[0].Type.ShouldBe(ColumnType.Text);

    [Fact]
    public void Marks_for_no_value_are_null_in_numeric_columns_and_keep_their_text()
    {
        var table = Given.Column("1.5", "–", "n/a", "2");

        Given.Values(table, 0).ShouldBe([1.5, null, null, 2.0]);
        table[1, 0].Text.ShouldBe("–");
    }

    [Fact]
    public void In_a_text_column_only_the_empty_cell_is_null() =>
        Given.Values(Given.Column("abc", "-", "?", "NA", "x"), 0).ShouldBe(["abc", "-", "?", "NA", "x"]);

    [Theory]
    [InlineData("1,568.6", 1568.6)]
    [InlineData("$831.7", 831.7)]
    [InlineData("(3.1)", -3.1)]
    [InlineData("22.16 %", 22.16)]
    public void The_original_text_stays_beside_the_value(string text, double value) =>
        Given.Column(text, "0.5")[0, 0].ShouldBe(new Cell(text, value));

    [Fact]
    public void Dates_of_plain_numbers_are_read_in_the_order_that_the_column_shows() =>
        Given.Values(Given.Column("1/2/2001", "13/2/2001"), 0).ShouldBe(["2001-02-01", "2001-02-13"]);

    [Fact]
    public void A_given_type_is_kept_and_cells_that_do_not_parse_have_no_value()
    {
        var table = TableBuilder.Build(
            "t", ["a", "b", "c"], [["007", "x", "5"], ["1,200", "2.5", "–"]], Given.Limits, [ColumnType.Integer, ColumnType.Number, ColumnType.Text])
            .ShouldBeOfType<TableReading.Success>().Table;

        Given.Values(table, 0).ShouldBe([7L, 1200L]);
        Given.Values(table, 1).ShouldBe([null, 2.5]);
        Given.Values(table, 2).ShouldBe(["5", "–"]);
    }
}
