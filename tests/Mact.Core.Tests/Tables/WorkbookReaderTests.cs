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
        table.Columns.Select(column => (column.Name, column.Type)).ShouldBe([("Item", ColumnType.Text), ("Price", ColumnType.Number), ("Share", ColumnType.Number), ("Sold", ColumnType.Date)]);
        table.Row(0).ToArray().Select(cell => cell.Text).ShouldBe(["Pen", "1.5", "22.16%", "2001-03-12"]);
        table[0, 2].Value.ShouldBe(22.16);
        sheets[1].Reading.ShouldBeOfType<TableReading.Refused>().Code.ShouldBe("empty");
    }

    [Fact]
    public void What_is_no_workbook_is_refused_in_words()
    {
        var refused = WorkbookReader.Read("book", "a,b\n1,2\n"u8.ToArray(), Given.Limits).ShouldHaveSingleItem().Reading.ShouldBeOfType<TableReading.Refused>();

        refused.Code.ShouldBe("unsupported");
        refused.Message.ShouldContain(".xlsx");
    }

    [Fact]
    public void A_workbook_that_unpacks_to_far_more_than_the_limit_is_refused()
    {
        var bomb = Workbook(("Big", new string(' ', 2_000_000)));

        bomb.Length.ShouldBeLessThan(20_000);
        var refused = WorkbookReader.Read("book", bomb, new TableLimits { MaxBytes = 20_000 }).ShouldHaveSingleItem().Reading.ShouldBeOfType<TableReading.Refused>();
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

            Write("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Write("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Write("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{string.Concat(numbered.Select(s => $"<sheet name=\"{s.Name}\" sheetId=\"{s.Number}\" r:id=\"r{s.Number}\"/>"))}</sheets></workbook>");
            Write("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(numbered.Select(s => $"<Relationship Id=\"r{s.Number}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{s.Number}.xml\"/>"))}<Relationship Id=\"rs\" Type=\"{relations}/styles\" Target=\"styles.xml\"/></Relationships>");
            Write("xl/styles.xml", $"<styleSheet xmlns=\"{main}\"><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
            foreach (var sheet in numbered)
            {
                Write($"xl/worksheets/sheet{sheet.Number}.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{sheet.Rows}</sheetData></worksheet>");
            }
        }

        return stream.ToArray();
    }
}
