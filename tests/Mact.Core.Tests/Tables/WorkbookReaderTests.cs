using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class WorkbookReaderTests
{
    [Fact]
    public void Every_sheet_is_read_with_numbers_dates_and_percentages()
    {
        var sheets = WorkbookReader.Read("book", Workbook(
            ("Sales", """
                <row r="2"><c r="A2" t="inlineStr"><is><t>Item</t></is></c><c r="B2" t="inlineStr"><is><t>Price</t></is></c><c r="C2" t="inlineStr"><is><t>Share</t></is></c><c r="D2" t="inlineStr"><is><t>Sold</t></is></c></row>
                <row r="3"><c r="A3" t="inlineStr"><is><t>Pen</t></is></c><c r="B3"><v>1.5</v></c><c r="C3" s="1"><v>0.2216</v></c><c r="D3" s="2"><v>36962</v></c></row>
                <row r="4"><c r="A4" t="inlineStr"><is><t>Ink</t></is></c><c r="B4"><v>12</v></c><c r="C4" s="1"><v>0.5</v></c><c r="D4" s="2"><v>36963</v></c></row>
                """),
            ("Nothing", string.Empty)), Given.Limits);

        sheets.Select(sheet => sheet.Name).ShouldBe(["Sales", "Nothing"]);
        var table = sheets[0].Reading.ShouldBeOfType<TableReading.Success>().Table;
        table.Columns.Select(column => (column.Name, column.Type)).ShouldBe(
            [("Item", ColumnType.Text), ("Price", ColumnType.Number), ("Share", ColumnType.Number), ("Sold", ColumnType.Date)]);
        table.Row(0).ToArray().Select(cell => cell.Text).ShouldBe(["Pen", "1.5", "22.16%", "2001-03-12"]);
        table[0, 2].Value.ShouldBe(22.16);
        sheets[1].Reading.ShouldBeOfType<TableReading.Refused>().Code.ShouldBe("empty");
    }

    [Theory]
    [InlineData(3, "12.5", "12.5%")]
    [InlineData(4, "0.39583333333333331", "09:30:00")]
    [InlineData(4, "0", "00:00:00")]
    [InlineData(5, "1.5", "36:00:00")]
    [InlineData(6, "0.00011087962962962963", "00:00:09.58")]
    [InlineData(7, "45352.604166666664", "2024-03-01 14:30:00")]
    [InlineData(8, "1200", "$1200")]
    public void A_cell_is_shown_as_its_format_shows_it(int style, string stored, string shown)
    {
        var rows = $"""<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="2"><c r="A2" s="{style}"><v>{stored}</v></c></row>""";

        WorkbookReader.Read("book", Workbook(("S", rows)), Given.Limits)[0].Reading
            .ShouldBeOfType<TableReading.Success>().Table[0, 0].Text
            .ShouldBe(shown);
    }

    [Theory]
    [InlineData("0.0%", "0.125", "12.5%")]
    [InlineData("0.0\\%", "12.5", "12.5%")]
    [InlineData("#,##0.00\" %\"", "12.5", "12.5%")]
    [InlineData("[Red]0%;-0%", "0.07", "7%")]
    [InlineData("00000", "1234", "01234")]
    [InlineData("[$€-2] #,##0.00", "1200.5", "€1200.5")]
    [InlineData("_($* #,##0.00_)", "-5", "-$5")]
    [InlineData("h:mm AM/PM", "0.60416666666666663", "14:30:00")]
    [InlineData("[mm]:ss", "0.0625", "01:30:00")]
    [InlineData("mm:ss.0", "0.052430555555555557", "01:15:30")]
    [InlineData("d-mmm-yy", "45352", "2024-03-01")]
    [InlineData("[$-409]m/d/yyyy h:mm", "45352.25", "2024-03-01 06:00:00")]
    [InlineData("0.00", "12.5", "12.5")]
    [InlineData("@", "42", "42")]
    public void Other_formats_are_shown_as_people_see_them(string format, string stored, string shown)
    {
        var rows = $"""<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="2"><c r="A2" s="1"><v>{stored}</v></c></row>""";

        WorkbookReader.Read("book", Workbooks.Xlsx(format, new Workbooks.Sheet("S", rows)), Given.Limits)[0].Reading
            .ShouldBeOfType<TableReading.Success>().Table[0, 0].Text
            .ShouldBe(shown);
    }

    [Fact]
    public void Durations_sort_and_compare_as_such()
    {
        const string rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>n</t></is></c><c r="B1" t="inlineStr"><is><t>d</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" s="5"><v>1.5</v></c></row>
            <row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c><c r="B3" s="5"><v>0.375</v></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>c</t></is></c><c r="B4" s="5"><v>0</v></c></row>
            """;
        var table = WorkbookReader.Read("t", Workbook(("t", rows)), Given.Limits)[0].Reading.ShouldBeOfType<TableReading.Success>().Table;
        using var sandbox = Core.Sql.SqlSandbox.Load([table], new Core.Sql.SqlLimits(), TimeProvider.System);

        var sorted = sandbox.Execute("SELECT n, seconds(d) FROM t ORDER BY d", TestContext.Current.CancellationToken)
            .ShouldBeOfType<Core.Sql.SqlOutcome.Rows>().Result;

        Given.Values(sorted, 0).ShouldBe(["c", "b", "a"]);
        Given.Values(sorted, 1).ShouldBe([0L, 32_400L, 129_600L]);
    }

    [Fact]
    public void A_cell_that_is_merged_over_rows_stands_in_each_and_that_is_said()
    {
        const string rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>region</t></is></c><c r="B1" t="inlineStr"><is><t>city</t></is></c><c r="C1" t="inlineStr"><is><t>n</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>North</t></is></c><c r="B2" t="inlineStr"><is><t>a</t></is></c><c r="C2"><v>1</v></c></row>
            <row r="3"><c r="B3" t="inlineStr"><is><t>b</t></is></c><c r="C3"><v>2</v></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>South</t></is></c><c r="B4" t="inlineStr"><is><t>c</t></is></c><c r="C4"><v>3</v></c></row>
            <row r="5"><c r="B5" t="inlineStr"><is><t>d</t></is></c><c r="C5"><v>4</v></c></row>
            """;
        var read = WorkbookReader.Read("b", Workbooks.Xlsx(new Workbooks.Sheet("S", rows, "A2:A3", "A4:A5")), Given.Limits)[0].Reading
            .ShouldBeOfType<TableReading.Success>();

        Given.Values(read.Table, 0).ShouldBe(["North", "North", "South", "South"]);
        read.Repairs.ShouldContain(
            static repair => repair.Code == "mergedCells" && repair.Message.Contains("2 over several rows", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_that_are_merged_over_columns_name_each_of_them()
    {
        const string rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>Region</t></is></c><c r="B1"><v>2019</v></c><c r="D1"><v>2020</v></c></row>
            <row r="2"><c r="B2" t="inlineStr"><is><t>Sales</t></is></c><c r="C2" t="inlineStr"><is><t>Cost</t></is></c><c r="D2" t="inlineStr"><is><t>Sales</t></is></c><c r="E2" t="inlineStr"><is><t>Cost</t></is></c></row>
            <row r="3"><c r="A3" t="inlineStr"><is><t>N</t></is></c><c r="B3"><v>1</v></c><c r="C3"><v>2</v></c><c r="D3"><v>3</v></c><c r="E3"><v>4</v></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>S</t></is></c><c r="B4"><v>5</v></c><c r="C4"><v>6</v></c><c r="D4"><v>7</v></c><c r="E4"><v>8</v></c></row>
            """;
        var table = WorkbookReader.Read("b", Workbooks.Xlsx(new Workbooks.Sheet("S", rows, "A1:A2", "B1:C1", "D1:E1")), Given.Limits)[0].Reading
            .ShouldBeOfType<TableReading.Success>().Table;

        table.Columns.Select(static column => column.Name).ShouldBe(["Region", "2019 Sales", "2019 Cost", "2020 Sales", "2020 Cost"]);
        table.RowCount.ShouldBe(2);
    }

    [Theory]
    [InlineData("hidden", true)]
    [InlineData("veryHidden", true)]
    [InlineData("visible", false)]
    public void A_hidden_sheet_is_named_as_hidden(string state, bool isHidden)
    {
        const string rows = """<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>""";
        var read = WorkbookReader.Read(
            "b", Workbooks.Xlsx(new Workbooks.Sheet("First", rows), new Workbooks.Sheet("Second", rows) { State = state }), Given.Limits)[1].Reading
            .ShouldBeOfType<TableReading.Success>();

        read.Repairs.Any(static repair => repair.Code == "hiddenSheet" && repair.Message.Contains("Second", StringComparison.Ordinal))
            .ShouldBe(isHidden);
    }

    [Fact]
    public void A_formula_without_a_value_is_reported()
    {
        const string rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" t="inlineStr"><is><t>y</t></is></c></row>
            <row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2*2</f></c></row>
            """;

        WorkbookReader.Read("book", Workbook(("S", rows)), Given.Limits)[0].Reading.ShouldBeOfType<TableReading.Success>()
            .Repairs.ShouldContain(repair => repair.Code == "formula" && repair.Message.Contains("1 formula", StringComparison.Ordinal));
    }

    [Fact]
    public void An_error_of_a_formula_is_shown_and_said()
    {
        const string rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" t="inlineStr"><is><t>y</t></is></c></row>
            <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
            <row r="3"><c r="A3"><v>2</v></c><c r="B3"><v>5</v></c></row>
            <row r="4"><c r="A4"><v>3</v></c><c r="B4" t="e"><v>#N/A</v></c></row>
            """;
        var read = WorkbookReader.Read("book", Workbook(("S", rows)), Given.Limits)[0].Reading.ShouldBeOfType<TableReading.Success>();

        Given.Values(read.Table, 1).ShouldBe([null, 5L, null]);
        read.Table[0, 1].Text.ShouldBe("#DIV/0!");
        read.Repairs.ShouldContain(static repair => repair.Code == "missing" && repair.Message.Contains("\"#DIV/0!\" (1)", StringComparison.Ordinal));
    }

    [Fact]
    public void Hidden_rows_and_columns_are_read_and_said()
    {
        const string rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" t="inlineStr"><is><t>y</t></is></c></row>
            <row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>
            <row r="3"><c r="A3"><v>3</v></c><c r="B3"><v>4</v></c></row>
            """;
        var read = WorkbookReader.Read(
            "b", Workbooks.Xlsx(new Workbooks.Sheet("S", rows) { Columns = """<cols><col min="2" max="2" hidden="1" width="0"/></cols>""" }), Given.Limits)[0]
            .Reading.ShouldBeOfType<TableReading.Success>();

        Given.Values(read.Table, 0).ShouldBe([1L, 3L]);
        read.Repairs.Where(static repair => repair.Code == "hiddenCells").Select(static repair => repair.Message)
            .ShouldBe(["1 row is hidden in the workbook; the table has them.", "1 column is hidden in the workbook (B); the table has them."]);
    }

    [Fact]
    public void A_formula_is_reported_on_its_own_sheet_also_where_an_empty_value_is_stored()
    {
        const string broken = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" t="inlineStr"><is><t>y</t></is></c></row>
            <row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2*2</f><v></v></c></row>
            """;
        const string whole = """<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>""";
        var sheets = WorkbookReader.Read("b", Workbook(("Whole", whole), ("Broken", broken)), Given.Limits)
            .Select(static sheet => sheet.Reading.ShouldBeOfType<TableReading.Success>().Repairs.Any(static repair => repair.Code == "formula"));

        sheets.ShouldBe([false, true]);
    }

    [Fact]
    public void Numbers_of_a_merge_in_the_last_column_are_filled_down_and_said()
    {
        const string rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>bonus</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2"><v>100</v></c></row>
            <row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c></row>
            """;
        var read = WorkbookReader.Read("b", Workbooks.Xlsx(new Workbooks.Sheet("S", rows, "B2:B3")), Given.Limits)[0].Reading
            .ShouldBeOfType<TableReading.Success>();

        Given.Values(read.Table, 1).ShouldBe([100L, 100L]);
        read.Repairs.ShouldContain(static repair => repair.Message.Contains("1 merged number counts in each of the rows", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("h:mm", "1.0625", "25:30:00")]
    [InlineData("h:mm", "45352.0625", "01:30:00")]
    [InlineData("[$-411]ggge\"年\"m\"月\"d\"日\"", "45352", "2024-03-01")]
    [InlineData("General", "0.30000000000000004", "0.3")]
    public void Times_past_midnight_and_reigns_are_read_whole(string format, string stored, string shown)
    {
        var rows = $"""<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="2"><c r="A2" s="1"><v>{stored}</v></c></row>""";

        WorkbookReader.Read("book", Workbooks.Xlsx(format, new Workbooks.Sheet("S", rows)), Given.Limits)[0].Reading
            .ShouldBeOfType<TableReading.Success>().Table[0, 0].Text
            .ShouldBe(shown);
    }

    [Fact]
    public void A_title_names_no_column()
    {
        const string rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>Sales of 2024</t></is></c></row>
            <row r="3"><c r="A3" t="inlineStr"><is><t>region</t></is></c><c r="B3" t="inlineStr"><is><t>sold</t></is></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>North</t></is></c><c r="B4"><v>5</v></c></row>
            <row r="5"><c r="A5" t="inlineStr"><is><t>South</t></is></c><c r="B5"><v>6</v></c></row>
            """;

        WorkbookReader.Read("book", Workbook(("S", rows)), Given.Limits)[0].Reading.ShouldBeOfType<TableReading.Success>()
            .Table.Columns.Select(column => column.Name).ShouldBe(["region", "sold"]);
    }

    /// <summary>Each of a kilobyte or so; each took gigabytes or minutes.</summary>
    [Theory]
    [InlineData("""<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>""")]
    [InlineData("""<row r="2147483640"><c r="A2147483640"><v>1</v></c></row>""")]
    [InlineData("""<row r="1"><c r="A2147483640"><v>1</v></c></row>""")]
    public void A_place_that_no_sheet_has_is_refused_at_once(string rows)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        WorkbookReader.Read("book", Workbook(("S", rows)), Given.Limits)[0].Reading.ShouldBeOfType<TableReading.Refused>().TooLarge.ShouldBeTrue();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000);
    }

    [Fact]
    public void Very_many_runs_of_text_are_refused()
    {
        var rows = $"""<row r="1"><c r="A1" t="inlineStr"><is>{string.Concat(Enumerable.Repeat("<r><t>a</t></r>", 400_000))}</is></c></row>""";

        WorkbookReader.Read("book", Workbook(("S", rows)), Given.Limits)[0].Reading.ShouldBeOfType<TableReading.Refused>().TooLarge.ShouldBeTrue();
    }

    [Fact]
    public void What_is_no_workbook_is_refused_in_words()
    {
        var refused = WorkbookReader.Read("book", "a,b\n1,2\n"u8.ToArray(), Given.Limits)
            .ShouldHaveSingleItem().Reading
            .ShouldBeOfType<TableReading.Refused>();

        refused.Code.ShouldBe("unsupported");
        refused.Message.ShouldContain(".xlsx");
    }

    [Fact]
    public void A_workbook_that_unpacks_to_far_more_than_the_limit_is_refused()
    {
        var bomb = Workbook(("Big", new string(' ', 2_000_000)));

        bomb.Length.ShouldBeLessThan(20_000);
        var refused = WorkbookReader.Read("book", bomb, new TableLimits { MaxBytes = 20_000 })
            .ShouldHaveSingleItem().Reading
            .ShouldBeOfType<TableReading.Refused>();
        refused.Code.ShouldBe("tooManyBytes");
        refused.TooLarge.ShouldBeTrue();
    }

    [Fact]
    public void Rows_beyond_the_limit_are_refused() =>
        WorkbookReader.Read("book", Workbook(("S", """<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>""")), new TableLimits { MaxRows = 1 })
            .ShouldHaveSingleItem().Reading.ShouldBeOfType<TableReading.Refused>().Code.ShouldBe("tooManyRows");

    [Fact]
    public void Damaged_bytes_never_make_it_throw()
    {
        var good = Workbook(("S", """<row r="1"><c r="A1"><v>1</v></c></row>"""));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[1, good.Length]).Sample((at, value, length) =>
        {
            var damaged = good[..length];
            damaged[Math.Min(at, length - 1)] = value;
            return WorkbookReader.Read("book", damaged, Given.Limits).Count >= 1;
        });
        byte[] oldFormat = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        Gen.Byte.Array[0, 2000].Sample(bytes => WorkbookReader.Read("book", (byte[])[.. oldFormat, .. bytes], Given.Limits).Count >= 1);
    }

    private static byte[] Workbook(params (string Name, string Rows)[] sheets) =>
        Workbooks.Xlsx([.. sheets.Select(static sheet => new Workbooks.Sheet(sheet.Name, sheet.Rows))]);
}
