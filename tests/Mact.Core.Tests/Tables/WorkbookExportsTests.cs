using System.IO.Compression;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Workbooks as offices keep them: what is asked of a sheet is answered by value, and what is not sure is said.</summary>
public sealed class WorkbookExportsTests
{
    /// <summary>Rows by "/", cells by "|": "=5" is a number, "=5:3" one of style 3, "#N/A" an error, "?1" true, "!" a formula without a value, else a
    /// text.</summary>
    [Theory]
    [InlineData("n|t/a|=1.5:5/b|=0.25:5/c|=1.0416666666666667:5", "SELECT n FROM t ORDER BY t DESC LIMIT 1", "a", null)]
    [InlineData("n|t/a|=1.5:5/b|=0.25:5/c|=1.0416666666666667:5", "SELECT max(t) FROM t", "36:00:00", null)]
    [InlineData("n|t/a|=0.39583333333333331:4/b|9:15/c|=0.625:4", "SELECT n FROM t ORDER BY t LIMIT 1", "b", null)]
    [InlineData("n|p/a|=12.5:3/b|=7:3", "SELECT sum(p) FROM t", "19.5", null)]
    [InlineData("n|p/a|=0.125:1/b|7%/c|=0.03:1", "SELECT n FROM t WHERE p > 10", "a", null)]
    [InlineData("n|v/a|=5/b|#N/A/c|=7/d|=9", "SELECT avg(v) FROM t", "7", "#N/A")]
    [InlineData("n|v/a|=5/b|#DIV/0!/c|=7/d|=9", "SELECT count(v) FROM t", "3", "#DIV/0!")]
    [InlineData("n|v/a|=5/b|!/c|=7", "SELECT sum(v) FROM t", "12", "formula")]
    [InlineData("n|v/a|1,234/b|=66/c|=700", "SELECT sum(v) FROM t", "2000", null)]
    [InlineData("n|d/a|=45352:2/b|2024-02-28/c|=45290:2", "SELECT n FROM t ORDER BY d DESC LIMIT 1", "a", null)]
    [InlineData("n|d/a|=45352.5:7/b|=45352.25:7", "SELECT n FROM t ORDER BY d LIMIT 1", "b", null)]
    [InlineData("n|ok/a|?1/b|?0", "SELECT n FROM t WHERE ok", "a", null)]
    [InlineData("id|n/=4111111111111111|a/=4111111111111112|b", "SELECT n FROM t WHERE id = '4111111111111112'", "b", null)]
    [InlineData("id|n/=4111111111111111|a/=4111111111111112|b", "SELECT count(DISTINCT id) FROM t", "2", null)]
    [InlineData("id|n/=123456789012|a/=123456789013|b", "SELECT id FROM t WHERE n = 'b'", "123456789013", null)]
    [InlineData("code|n/007|a/=7|b/012|c", "SELECT n FROM t WHERE code = '007'", "a", null)]
    [InlineData("||/||/|n|v/|a|=5/|b|=6", "SELECT sum(v) FROM t", "11", null)]
    [InlineData("Report 2024/|/n|v/a|=5/b|=6/Total|=11", "SELECT sum(v) FROM t", "11", "sums up")]
    [InlineData("n|v|=45292:2|=45323:2/a|x|=5|=6/b|y|=7|=8", "SELECT sum(\"2024-02-01\") FROM t", "14", null)]
    [InlineData("n|v/a|=-5:8/b|=1200:8", "SELECT sum(v) FROM t", "1195", null)]
    [InlineData("n|v/a|=0.1/b|=0.2/c|=0.30000000000000004", "SELECT v FROM t WHERE n = 'c'", "0.3", null)]
    [InlineData("n|v/a|=1e-7/b|=2", "SELECT n FROM t ORDER BY v LIMIT 1", "a", null)]
    [InlineData("y|n/=2566|a/=2567|b/=2565|c", "SELECT max(y) FROM t", "2567", null)]
    [InlineData("year|n/=2566|a/=2567|b/=2565|c", "SELECT max(year) FROM t", "2567", "Buddhist")]
    [InlineData("n|v/a|=-999/b|=12/c|=14/d|=11", "SELECT max(v) FROM t", "14", "-999")]
    [InlineData("n|w/a|12 kg/b|=9/c|=15", "SELECT count(*) FROM t", "3", "12 kg")]
    public void What_is_asked_of_a_sheet_is_answered_or_said(string cells, string sql, string expected, string? said) =>
        Check(Workbooks.Xlsx(new Workbooks.Sheet("t", Rows(cells))), sql, expected, said);

    [Theory]
    [InlineData("SELECT d FROM t WHERE n = 'a'", "2028-03-02")]
    [InlineData("SELECT n FROM t ORDER BY d LIMIT 1", "b")]
    public void Days_that_count_from_1904_are_those_of_the_sheet(string sql, string expected)
    {
        using var stream = new MemoryStream();
        stream.Write(Workbooks.Xlsx(new Workbooks.Sheet("t", Rows("n|d/a|=45352:2/b|=45000:2"))));
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.GetEntry("xl/workbook.xml")!;
            string text;
            using (var reader = new StreamReader(entry.Open()))
            {
                text = reader.ReadToEnd();
            }

            entry.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("xl/workbook.xml").Open());
            writer.Write(text.Replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>", StringComparison.Ordinal));
        }

        Check(stream.ToArray(), sql, expected, said: null);
    }

    [Fact]
    public void The_reading_of_a_name_is_no_part_of_it()
    {
        const string rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>n</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>v</t></is></c></row>"
            + "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><r><t>東</t></r><r><t>京</t></r><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></is></c>"
            + "<c r=\"B2\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>大阪</t></is></c><c r=\"B3\"><v>2</v></c></row>";
        Check(Workbooks.Xlsx(new Workbooks.Sheet("t", rows)), "SELECT v FROM t WHERE n = '東京'", "1", said: null);
    }

    private static void Check(byte[] workbook, string sql, string expected, string? said)
    {
        var read = WorkbookReader.Read("book", workbook, Given.Limits)[0].Reading.ShouldBeOfType<TableReading.Success>();
        using var sandbox = SqlSandbox.Load([read.Table], new SqlLimits(), TimeProvider.System);
        var report = string.Join('\n', read.Repairs.Select(static repair => $"{repair.Code}: {repair.Message}"));

        var outcome = sandbox.Execute(sql, TestContext.Current.CancellationToken);
        outcome.ShouldBeOfType<SqlOutcome.Rows>($"{outcome}").Result[0, 0].Text.ShouldBe(expected, report);
        report.ShouldContain(said ?? string.Empty);
    }

    private static string Rows(string cells) =>
        string.Concat(cells.Split('/').Aggregate(new List<string>(), Joined).Select(static (row, index) => Row(row, index + 1)));

    private static string Row(string cells, int number) =>
        $"<row r=\"{number}\">{string.Concat(cells.Split('|').Select((cell, column) => Cell(cell, $"{(char)('A' + column)}{number}")))}</row>";

    /// <summary>"#N/A" and "#DIV/0!" have a slash of their own.</summary>
    private static List<string> Joined(List<string> rows, string row)
    {
        if (rows.Count > 0 && (rows[^1].EndsWith("#N", StringComparison.Ordinal) || rows[^1].EndsWith("#DIV", StringComparison.Ordinal)))
        {
            rows[^1] += '/' + row;
        }
        else
        {
            rows.Add(row);
        }

        return rows;
    }

    private static string Cell(string cell, string place) => cell switch
    {
        "" => string.Empty,
        "!" => $"<c r=\"{place}\"><f>A1+1</f></c>",
        ['?', var flag] => $"<c r=\"{place}\" t=\"b\"><v>{flag}</v></c>",
        ['#', ..] => $"<c r=\"{place}\" t=\"e\"><v>{cell}</v></c>",
        ['=', .. var number] => number.Split(':') is [var value, var style]
            ? $"<c r=\"{place}\" s=\"{style}\"><v>{value}</v></c>"
            : $"<c r=\"{place}\"><v>{number}</v></c>",
        _ => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>",
    };
}
