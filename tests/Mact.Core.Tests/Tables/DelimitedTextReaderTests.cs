using System.Text;
using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class DelimitedTextReaderTests
{
    [Theory]
    [InlineData("name,score\nAda,3\nBob,4\n")]
    [InlineData("name;score\nAda;3\nBob;4\n")]
    [InlineData("name\tscore\r\nAda\t3\r\nBob\t4")]
    [InlineData("name|score\nAda|3\nBob|4")]
    [InlineData("| name | score |\n|------|------:|\n| Ada | 3 |\n| Bob | 4 |")]
    [InlineData("\n\nname,score\r\r\nAda,3\r\r\n\r\nBob,4\r\n")]
    public void The_character_between_the_cells_is_found(string text)
    {
        var table = Given.Csv("t", text);

        table.Columns.Select(column => column.Name).ShouldBe(["name", "score"]);
        Given.Values(table, 0).ShouldBe(["Ada", "Bob"]);
        Given.Values(table, 1).ShouldBe([3L, 4L]);
    }

    [Fact]
    public void Commas_inside_cells_do_not_mislead_a_semicolon_file() =>
        Given.Csv("t", "place;note\nParis, France;a, b\nRome, Italy;c, d, e\n").Columns.Count.ShouldBe(2);

    [Fact]
    public void Quoted_cells_keep_delimiters_quotes_and_line_breaks()
    {
        var table = Given.Csv("t", "a,b\n\"x, \"\"y\"\"\nz\",2\n5\" tall,3\n");

        table[0, 0].Text.ShouldBe("x, \"y\"\nz");
        table[1, 0].Text.ShouldBe("5\" tall");
    }

    [Fact]
    public void A_single_column_is_a_table() =>
        Given.Csv("t", "city\nParis\nRome\n").RowCount.ShouldBe(2);

    [Fact]
    public void Every_usual_encoding_is_read()
    {
        const string text = "city,größe\nKöln,1\n";
        byte[][] sources =
        [
            Encoding.UTF8.GetBytes(text),
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            Encoding.Latin1.GetBytes(text),
        ];
        foreach (var source in sources)
        {
            var success = DelimitedTextReader.Read("t", source, Given.Limits).ShouldBeOfType<TableReading.Success>();
            success.Table.Columns[1].Name.ShouldBe("größe");
            success.Table[0, 0].Text.ShouldBe("Köln");
            success.Repairs.Any(repair => repair.Code == "encoding").ShouldBe(source == sources[^1]);
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "notCsv", "HTML")]
    [InlineData("[{\"a\": 1}]", "notCsv", "JSON")]
    [InlineData("{\"a\": ", "notCsv", "JSON")]
    [InlineData("%PDF-1.7\n", "notCsv", "PDF")]
    [InlineData("PK\u0003\u0004 rest", "notCsv", "workbook")]
    [InlineData("a\0b\0c", "notCsv", "binary")]
    [InlineData("", "empty", "header")]
    [InlineData(" \n ", "empty", "header")]
    [InlineData("a,b\n", "empty", "no row")]
    [InlineData(",,\n,,\n", "empty", "content")]
    public void What_is_no_delimited_text_is_refused_in_words(string text, string code, string word)
    {
        var refused = DelimitedTextReader.Read("t", text, Given.Limits).ShouldBeOfType<TableReading.Refused>();

        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(word);
    }

    [Fact]
    public void A_header_in_brackets_is_no_json() =>
        Given.Csv("t", "[a],[b]\n1,2\n").Columns[0].Name.ShouldBe("[a]");

    [Fact]
    public void Limits_hold_for_bytes_and_rows()
    {
        DelimitedTextReader.Read("t", "a\n1\n2\n3\n", new TableLimits { MaxBytes = 5 })
            .ShouldBeOfType<TableReading.Refused>().Code
            .ShouldBe("tooManyBytes");
        DelimitedTextReader.Read("t", "a\n1\n2\n3\n", new TableLimits { MaxRows = 2 })
            .ShouldBeOfType<TableReading.Refused>().Code
            .ShouldBe("tooManyRows");
        DelimitedTextReader.Read("t", "a\n1\n2\n3\n", new TableLimits { MaxRows = 3 }).ShouldBeOfType<TableReading.Success>();
    }

    [Fact]
    public void Random_bytes_never_make_it_throw() =>
        Gen.Byte.Array[0, 400].Sample(bytes => DelimitedTextReader.Read("t", bytes, Given.Limits) is not null);

    [Fact]
    public void Random_delimited_text_never_makes_it_throw() =>
        Given.AnyOf(',', ';', '\t', '|', '"', '\'', '\n', '\r', 'a', '1', ' ', '-', '\u00a0').Array[0, 80]
            .Sample(characters => DelimitedTextReader.Read("t", new string(characters), Given.Limits) is not null);

    [Fact]
    public void Cells_written_as_csv_are_read_back() =>
        Given.AnyOf("plain", "with, comma", "with \"quotes\"", "two\nlines", "semi;colon", "x").Array[3].Array[1, 10].Sample(rows =>
        {
            var csv = "first,second,third\n" + string.Join(
                '\n', rows.Select(row => string.Join(',', row.Select(cell => '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'))));
            var table = Given.Csv("t", csv);
            return table.RowCount == rows.Length
                && Enumerable.Range(0, rows.Length).All(r => table.Row(r).ToArray().Select(cell => cell.Text).SequenceEqual(rows[r]));
        });
}
