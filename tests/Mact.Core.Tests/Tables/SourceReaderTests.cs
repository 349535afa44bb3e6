using System.IO.Compression;
using System.Text;
using Mact.Core.Tables;
using Parquet;
using Parquet.Schema;

namespace Mact.Core.Tests.Tables;

/// <summary>Sources of every kind, known by their content.</summary>
public sealed class SourceReaderTests
{
    [Theory]
    [InlineData("{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n", 2, "a,b")]
    [InlineData("{\"data\":{\"items\":[{\"a\":1},{\"a\":2},{\"a\":3}],\"total\":3}}", 3, "a")]
    [InlineData("[{\"id\":1,\"geo\":{\"lat\":1.5,\"lon\":2}},{\"id\":2}]", 2, "id,geo.lat,geo.lon")]
    [InlineData("{\"name\":[\"x\",\"y\"],\"n\":[1,2]}", 2, "name,n")]
    [InlineData("{\"columns\":[\"a\"],\"index\":[0,1],\"data\":[[1],[2]]}", 2, "a")]
    [InlineData("[\"a\",\"b\"]\n[1,2]\n[3,4]\n", 2, "a,b")]
    [InlineData("{\"a\":1,\"b\":\"x\"}\n", 1, "a,b")]
    [InlineData("{\n\"a\":1\n}\n{\n\"a\":2\n}", 2, "a")]
    [InlineData("[1,2,3]", 3, "value")]
    [InlineData("{\"anna\":{\"age\":3},\"ben\":{\"age\":4}}", 2, "key,age")]
    [InlineData("{\"a\":{\"0\":1,\"1\":2},\"b\":{\"0\":\"x\",\"1\":\"y\"}}", 2, "a,b")]
    [InlineData("{\"header\":[\"a\",\"b\"],\"rows\":[[1,2],[3,4]]}", 2, "a,b")]
    [InlineData("{\"data\":[[1,2],[3,4]]}", 2, "col_1,col_2")]
    [InlineData("[{\"a\":NaN,\"b\":2},{\"a\":1,\"b\":3},]", 2, "a,b")]
    [InlineData("[{\"a\":{\"b\":1},\"a.b\":2}]", 1, "a.b,a.b_2")]
    [InlineData("// by hand\n[{\"a\":1}]", 1, "a")]
    [InlineData("<p>x</p><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", 1, "a,b")]
    [InlineData("<tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr>", 1, "a,b")]
    [InlineData("Some text\n<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", 1, "a")]
    [InlineData(
        "<table><tr><th rowspan=2>City</th><th colspan=2>2020</th></tr><tr><th>Pop</th><th>Area</th></tr>"
            + "<tr><td>A</td><td>1</td><td>2</td></tr><tr><td>B</td><td>3</td><td>4</td></tr></table>",
        2,
        "City,2020 Pop,2020 Area")]
    [InlineData("<table><tr><th>city</th><th>n</th></tr><tr><td rowspan=2>Rome</td><td>1</td></tr><tr><td>2</td></tr></table>", 2, "city,n")]
    [InlineData("<html><body><p>x</p><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></body></html>", 1, "a,b")]
    public async Task Json_in_its_shapes_and_html_are_tables(string text, int rows, string columns)
    {
        var table = (await ReadAsync(Encoding.UTF8.GetBytes(text))).ShouldBeOfType<TableReading.Success>().Table;

        table.RowCount.ShouldBe(rows);
        string.Join(',', table.Columns.Select(column => column.Name)).ShouldBe(columns);
    }

    [Fact]
    public async Task Where_the_rows_were_found_is_reported() =>
        (await ReadAsync("{\"data\":{\"items\":[{\"a\":1},{\"a\":2}]}}"u8.ToArray())).ShouldBeOfType<TableReading.Success>()
            .Repairs.ShouldContain(repair => repair.Code == "jsonPath" && repair.Message.Contains("data.items", StringComparison.Ordinal));

    [Theory]
    [InlineData("%PDF-1.7 x", "a PDF")]
    [InlineData("\u0089PNG\r\n", "PNG")]
    [InlineData("SQLite format 3\0", "SQLite")]
    [InlineData("ARROW1\0\0", "Arrow")]
    [InlineData("BZh91AY&SY", "bzip2")]
    [InlineData("(\u00b5/\u00fd\0", "zstd")]
    public async Task A_file_of_another_kind_is_named_as_what_it_is(string start, string what)
    {
        var refused = (await ReadAsync(Encoding.Latin1.GetBytes(start), "fake.xlsx")).ShouldBeOfType<TableReading.Refused>();

        refused.Message.ShouldContain("\"fake.xlsx\" is");
        refused.Message.ShouldContain(what);
    }

    [Theory]
    [InlineData("ID3,name\n1,x\n", "ID3")]
    [InlineData("ORC,n\nx,1\n", "ORC")]
    public async Task A_header_that_begins_as_another_kind_does_is_a_header(string text, string first) =>
        (await ReadAsync(Encoding.UTF8.GetBytes(text))).ShouldBeOfType<TableReading.Success>().Table.Columns[0].Name.ShouldBe(first);

    [Fact]
    public async Task A_cell_of_html_is_read_as_it_is_shown()
    {
        const string html = "<table><tr><th>n</th><th>v</th></tr><tr><td>a<br>b\n c</td><td><span style='display: none'>007</span>7"
            + "<sup class=reference>[1]</sup></td></tr></table>";
        var table = (await ReadAsync(Encoding.UTF8.GetBytes(html))).ShouldBeOfType<TableReading.Success>().Table;

        table[0, 0].Text.ShouldBe("a\nb c");
        table[0, 1].Value.ShouldBe(7L);
    }

    [Fact]
    public async Task A_broken_line_of_json_lines_is_named() =>
        (await ReadAsync("{\"a\":1}\n{\"a\":2\n{\"a\":3}\n"u8.ToArray())).ShouldBeOfType<TableReading.Refused>().Message.ShouldContain("line 2");

    [Fact]
    public async Task A_text_that_is_named_as_a_workbook_is_read_as_text_and_reported() =>
        (await ReadAsync("a,b\n1,2\n"u8.ToArray(), "fake.xlsx")).ShouldBeOfType<TableReading.Success>()
            .Repairs.ShouldContain(repair => repair.Code == "kind");

    [Fact]
    public async Task A_word_document_is_named_as_one()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("word/document.xml");
        }

        (await ReadAsync(stream.ToArray(), "fake.xlsx")).ShouldBeOfType<TableReading.Refused>().Message.ShouldContain("Word document");
    }

    [Fact]
    public async Task Parquet_is_read_with_missing_values()
    {
        var schema = new ParquetSchema(new DataField<string>("city"), new DataField<long>("people"), new DataField<double?>("share"));
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            using var group = writer.CreateRowGroup();
            var fields = schema.GetDataFields();
            await group.WriteAsync(fields[0], new[] { "Paris", "Rome" });
            await group.WriteAsync<long>(fields[1], (ReadOnlyMemory<long>)new[] { 5L, 7L }, cancellationToken: TestContext.Current.CancellationToken);
            await group.WriteAsync<double>(
                fields[2], (ReadOnlyMemory<double?>)new double?[] { 0.5, null }, cancellationToken: TestContext.Current.CancellationToken);
        }

        var table = (await ReadAsync(stream.ToArray())).ShouldBeOfType<TableReading.Success>().Table;

        Given.Values(table, 0).ShouldBe(["Paris", "Rome"]);
        Given.Values(table, 1).ShouldBe([5L, 7L]);
        Given.Values(table, 2).ShouldBe([0.5, null]);
    }

    [Theory]
    [InlineData("tooManyColumns", "a,b,c\n1,2,3\n")]
    [InlineData("tooManyRows", "a\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n25\n26\n27\n28\n29\n30\n")]
    [InlineData("tooManyColumns", "[{\"a\":1,\"b\":2,\"c\":3}]")]
    public async Task Limits_hold_while_reading(string code, string text)
    {
        var limits = new TableLimits { MaxRows = 5, MaxColumns = 2 };
        var source = new SourceFile("t", string.Empty, IsJson: false, Encoding.UTF8.GetBytes(text));

        (await SourceReader.ReadAsync(source, limits, TableSettings.None, TestContext.Current.CancellationToken))[0].Reading
            .ShouldBeOfType<TableReading.Refused>().Code.ShouldBe(code);
    }

    private static async Task<TableReading> ReadAsync(byte[] bytes, string fileName = "") =>
        (
            await SourceReader.ReadAsync(
                new("t", fileName, IsJson: false, bytes), Given.Limits, TableSettings.None, TestContext.Current.CancellationToken))[0].Reading;
}
