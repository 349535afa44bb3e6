using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class TableBuilderTests
{
    [Fact]
    public void Blank_and_repeated_headers_get_unique_names_and_each_repair_is_said()
    {
        var success = Build(["Name", "", "name", " City \n of birth "], [["a", "b", "c", "d"]]);

        success.Table.Columns.Select(column => column.Name).ShouldBe(["Name", "col_2", "name_2", "City of birth"]);
        success.Table.Columns[2].OriginalName.ShouldBe("name");
        success.Repairs.Select(repair => repair.Code).ShouldBe(["emptyHeader", "duplicateHeader"]);
        success.Repairs[1].Message.ShouldContain("\"name_2\"");
    }

    [Fact]
    public void A_repaired_name_never_takes_the_name_of_another_column() =>
        Build(["a", "a", "a_2", "", "col_4"], [["1", "2", "3", "4", "5"]]).Table.Columns.Select(column => column.Name)
            .ShouldBe(["a", "a_3", "a_2", "col_4_2", "col_4"]);

    [Fact]
    public void Names_are_unique_whatever_the_header() =>
        Gen.OneOf(Gen.String, Given.AnyOf("a", "A", "a_2", "", " ", "col_1")).Array[1, 12].Sample(header =>
        {
            var table = Build(header, [header.Select(_ => "x").ToArray()]).Table;
            return table.Columns.Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == header.Length
                && table.Columns.All(column => column.Name.Length > 0 && column.Name == column.Name.Trim() && !column.Name.Any(char.IsControl));
        });

    [Fact]
    public void Short_rows_are_padded_and_longer_ones_add_columns_so_that_no_cell_is_lost()
    {
        var success = Build(["a", "b"], [["1"], ["1", "2", "extra"], ["1", "2", "", " "]]);

        success.Table.Columns.Select(column => column.Name).ShouldBe(["a", "b", "col_3"]);
        success.Table[0, 1].Value.ShouldBeNull();
        success.Table[1, 2].Text.ShouldBe("extra");
        success.Repairs.Count(repair => repair.Code == "raggedRow").ShouldBe(2);
    }

    [Fact]
    public void Strict_rows_are_refused_with_the_number_of_the_first_bad_row()
    {
        var refused = TableBuilder.Build(
            "t", ["a", "b"], [["1", "2"], ["1"], ["1", "2", "3"]], Given.Limits, strictRows: true).ShouldBeOfType<TableReading.Refused>();

        refused.Code.ShouldBe("raggedRows");
        refused.TooLarge.ShouldBeFalse();
        refused.Message.ShouldContain("Row 2 has 1 cells");
    }

    [Fact]
    public void Empty_rows_are_left_out_and_said()
    {
        var success = Build(["a", "b"], [["1", "2"], ["", " "], [null, null], ["3", "4"]]);

        success.Table.RowCount.ShouldBe(2);
        success.Repairs.ShouldHaveSingleItem().Message.ShouldContain("2 empty rows");
    }

    [Fact]
    public void A_trailing_column_without_header_and_cells_is_left_out()
    {
        var success = Build(["a", ""], [["1", ""], ["2", ""]]);

        success.Table.Columns.ShouldHaveSingleItem();
        success.Repairs.ShouldHaveSingleItem().Code.ShouldBe("droppedColumn");
    }

    [Fact]
    public void Carriage_returns_and_spaces_around_cells_are_trimmed() =>
        Given.Column(" first\r", "second\r\n")[0, 0].Text.ShouldBe("first");

    [Theory]
    [InlineData("tooManyRows", 1, 100, 100, 10)]
    [InlineData("tooManyColumns", 100, 1, 100, 10)]
    [InlineData("tooManyCells", 100, 100, 3, 10)]
    [InlineData("cellTooLong", 100, 100, 100, 2)]
    public void A_table_beyond_a_limit_is_refused_as_too_large(string code, int rows, int columns, int cells, int cellLength)
    {
        var limits = new TableLimits { MaxRows = rows, MaxColumns = columns, MaxCells = cells, MaxCellLength = cellLength };

        var refused = TableBuilder.Build("t", ["a", "b"], [["one", "two"], ["three", "four"]], limits).ShouldBeOfType<TableReading.Refused>();

        refused.Code.ShouldBe(code);
        refused.TooLarge.ShouldBeTrue();
    }

    [Theory]
    [InlineData("  ", "t")]
    [InlineData("sqlite_master", "t_sqlite_master")]
    [InlineData("my\ntable", "my table")]
    public void A_table_gets_a_name_that_sql_can_use(string name, string expected) =>
        TableBuilder.Build(name, ["a"], [["1"]], Given.Limits).ShouldBeOfType<TableReading.Success>().Table.Name.ShouldBe(expected);

    private static TableReading.Success Build(string?[] header, string?[][] rows) =>
        TableBuilder.Build("t", header, rows, Given.Limits).ShouldBeOfType<TableReading.Success>();
}
