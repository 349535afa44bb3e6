using System.IO.Compression;
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

    private static byte[] Workbook(params (string Name, string Rows)[] sheets)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var numbered = sheets.Select((sheet, i) => (sheet.Name, sheet.Rows, Number: i + 1)).ToArray();
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Write(string path, string content)
            {
                using var writer = new StreamWriter(archive.CreateEntry(path).Open());
                writer.Write(content);
            }

            Write(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
                    + "ContentType=\"application/xml\"/></Types>");
            Write(
                "_rels/.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
                    + $"Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            var listed = string.Concat(numbered.Select(s => $"<sheet name=\"{s.Name}\" sheetId=\"{s.Number}\" r:id=\"r{s.Number}\"/>"));
            Write("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{listed}</sheets></workbook>");
            var related = string.Concat(
                numbered.Select(s => $"<Relationship Id=\"r{s.Number}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{s.Number}.xml\"/>"));
            Write(
                "xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{related}"
                    + $"<Relationship Id=\"rs\" Type=\"{relations}/styles\" Target=\"styles.xml\"/></Relationships>");
            Write(
                "xl/styles.xml",
                $"<styleSheet xmlns=\"{main}\"><numFmts><numFmt numFmtId=\"170\" formatCode=\"0.0&quot;%&quot;\"/><numFmt numFmtId=\"171\" "
                    + "formatCode=\"[h]:mm:ss\"/><numFmt numFmtId=\"172\" formatCode=\"mm:ss.00\"/><numFmt numFmtId=\"173\" "
                    + "formatCode=\"&quot;$&quot;#,##0\"/></numFmts><cellXfs count=\"9\"><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf "
                    + "numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"20\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/><xf "
                    + "numFmtId=\"22\"/><xf numFmtId=\"173\"/></cellXfs></styleSheet>");
            foreach (var sheet in numbered)
            {
                Write($"xl/worksheets/sheet{sheet.Number}.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{sheet.Rows}</sheetData></worksheet>");
            }
        }

        return stream.ToArray();
    }
}
