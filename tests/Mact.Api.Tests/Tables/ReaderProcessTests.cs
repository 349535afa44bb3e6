using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Mact.Api.Http;
using Mact.Api.Tables;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Mact.Api.Tests.Tables;

/// <summary>
/// Files that break, or misuse without end, the libraries that parse HTML, Parquet and workbooks: each comes to a refusal, and this process lives on.
/// How much memory the other process may take is its own bound, which the memory of this machine does not change.
/// </summary>
public sealed class ReaderProcessTests
{
    private const string Table = "<table><tr><td>a<td>b</tr><tr><td>1<td>2</tr></table>";

    public static TheoryData<string, string> Files => new()
    {
        { "formatting that is never closed", "tooSlow" },
        { "links that are never closed", "tooSlow" },
        { "lists in lists", "tooSlow" },
        { "ends of nothing in deep blocks", "tooSlow" },
        { "fonts that open again in every paragraph", "tooCostly" },
        { "a schema of 200,000 levels", "tooCostly" },
        { "lists in lists of a footer", "tooCostly" },
        { "structures in structures of a footer", "tooSlow" },
        { "two billion rows, and as many less than none", "tooCostly" },
        { "names of elements by the million", "tooCostly" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_breaks_its_reader_is_refused_and_harms_nobody(string name, string code)
    {
        var source = new SourceFile("t", "t", IsJson: false, Make(name));

        // A reader that works without end has worked long enough after a second of a core; memory is met before a minute is over.
        var limits = new TableLimits { Timeout = TimeSpan.FromSeconds(code == "tooSlow" ? 1 : 60) };
        var readings = await ReaderProcess.ReadAsync(source, limits, TableSettings.None, Cancellation);

        readings.ShouldHaveSingleItem().Reading.ShouldBeOfType<TableReading.Refused>().Code.ShouldBe(code);
    }

    [Fact]
    public async Task What_is_read_elsewhere_is_what_would_be_read_here()
    {
        var html = Encoding.UTF8.GetBytes(
            "<table><caption>Ports</caption><tr><th>Port<th>Tons<tr><td rowspan=2>Köln<td>1,5<tr><td>n/a<tr><td>Oslo<td>2,5</table>"
            + "<table><tr><th>a</table><table><tr><th>a<th>a<tr><td>1<td>2024-01-02</table>");
        var source = new SourceFile("t", "t.xls", IsJson: false, html);

        var there = await ReaderProcess.ReadAsync(source, new(), TableSettings.None, Cancellation);
        var here = await SourceReader.ReadAsync(source, new(), TableSettings.None, Cancellation);

        there.Select(Written).ShouldBe(here.Select(Written));
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("false")]
    public async Task Where_the_process_cannot_be_started_it_is_said_and_logged(string program)
    {
        var source = new SourceFile("t", "t.html", IsJson: false, Encoding.UTF8.GetBytes(Table));

        var refused = await Should.ThrowAsync<RequestRefusedException>(
            ReaderProcess.ReadAsync(source, new(), TableSettings.None, Cancellation, new ProcessStartInfo(program)));

        refused.Problem.Status.ShouldBe(503);
        refused.Problem.Code.ShouldBe(ProblemCodes.ReaderUnavailable);
        refused.Problem.Detail.ShouldContain("CSV");
        refused.InnerException.ShouldNotBeNull();
        var logger = new FakeLogger<ProblemExceptionHandler>();
        (await new ProblemExceptionHandler(logger).TryHandleAsync(new DefaultHttpContext(), refused, Cancellation)).ShouldBeTrue();
        logger.LatestRecord.Level.ShouldBe(LogLevel.Error);
        logger.LatestRecord.Exception.ShouldBe(refused.InnerException);
    }

    [Fact]
    public async Task Reading_that_nobody_waits_for_ends()
    {
        using var leaving = new CancellationTokenSource();
        var source = new SourceFile("t", "t", IsJson: false, Make("lists in lists"));

        var reading = ReaderProcess.ReadAsync(source, new() { Timeout = TimeSpan.FromMinutes(5) }, TableSettings.None, leaving.Token);
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading);
    }

    private static string Written(SheetReading sheet) => sheet.Reading is TableReading.Success read
        ? $"{sheet.Name}/{read.Table.Name}: {Encoding.UTF8.GetString(TableText.Write(read.Table).Span)} {read.Header?.Row} "
            + $"{string.Join('|', read.Header?.Above.SelectMany(static row => row) ?? [])} {string.Join('|', read.Repairs)}"
        : $"{sheet.Name}: {sheet.Reading}";

    private static byte[] Make(string name) => name switch
    {
        "formatting that is never closed" => Html(Table, "<b>"),
        "links that are never closed" => Html(Table, "<a><div>"),
        "lists in lists" => Html(Table, "<ul><li>"),
        "ends of nothing in deep blocks" => Html(Table + string.Concat(Enumerable.Repeat("<div>", 100_000)), "</x>"),
        "fonts that open again in every paragraph" =>
            Encoding.UTF8.GetBytes(Table + string.Concat(Enumerable.Range(0, 150_000).Select(static i => $"<font color={i}><p>"))),
        "a schema of 200,000 levels" => Parquet(
            [0x15, 2, 0x19, 0xFC, .. Number(200_002), 0x48, 1, (byte)'s', 0x15, 2, 0, .. Level(200_000), 0x15, 4, 0x25, 0, 0x18, 1, (byte)'a', 0, 0]),
        "lists in lists of a footer" => Parquet([0x99, .. Enumerable.Repeat((byte)0x19, 5_000_000)]),
        "structures in structures of a footer" => Parquet([.. Enumerable.Repeat((byte)0x9C, 1_000_000)]),
        "two billion rows, and as many less than none" => Parquet(
            [
                0x15, 2, 0x19, 0x2C, 0x48, 1, (byte)'s', 0x15, 2, 0, 0x15, 4, 0x25, 0, 0x18, 1, (byte)'a', 0, 0x16, 0,
                0x19, 0x2C, .. Group(2_000_000_000), .. Group(-2_000_000_000), 0,
            ]),
        _ => Workbook(string.Concat(Enumerable.Range(0, 3_000_000).Select(static i => $"<e a{i}=\"\"/>"))),
    };

    private static byte[] Html(string start, string piece) =>
        Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, 3_000_000 / piece.Length)));

    /// <summary>A file that is all footer, in Thrift's compact form.</summary>
    private static byte[] Parquet(byte[] footer) => [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];

    private static byte[] Level(int count) =>
        [.. Enumerable.Repeat<byte[]>([0x35, 0, 0x18, 1, (byte)'a', 0x15, 2, 0], count).SelectMany(static level => level)];

    private static byte[] Group(long rows) => [0x19, 0x0C, 0x16, 2, 0x16, .. Number((ulong)((rows << 1) ^ (rows >> 63))), 0];

    private static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    private static byte[] Workbook(string data)
    {
        const string package = "http://schemas.openxmlformats.org/package/2006";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part("_rels/.rels", $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r\" Type=\"{office}/officeDocument\" "
                + "Target=\"xl/workbook.xml\"/></Relationships>");
            Part("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">"
                + "<sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{package}/relationships\">"
                + $"<Relationship Id=\"s\" Type=\"{office}/worksheet\" "
                + "Target=\"worksheets/s.xml\"/></Relationships>");
            Part("xl/worksheets/s.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>");

            void Part(string part, string text)
            {
                using var writer = new StreamWriter(archive.CreateEntry(part, CompressionLevel.Fastest).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }
}
