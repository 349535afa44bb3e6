using System.IO.Compression;
using System.Text;

namespace Mact.Testing;

/// <summary>Small files that would cost a reader much more than their size, one for every way that is known.</summary>
public static class HostileFiles
{
    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    internal const int Full = 20 * 1024 * 1024 - 64;

    /// <summary>Name, file name, and how its bytes are made.</summary>
    public static IReadOnlyList<(string Name, string File, Func<byte[]> Make)> All { get; } =
    [
        ("objects that name a thousand columns", "a.json", static () => Filled($"[{Thousand}", ",{\"c999\":1}", "]")),
        ("an object of two million names", "a.json", static () => Numbered("[{", "\"{0}\":1,", "\"z\":1}]")),
        ("objects that each name another column", "a.json", static () => Numbered("[", "{{\"{0}\":1}},", "{}]")),
        ("millions of empty arrays", "a.json", static () => Filled("[[]", ",[]", "]")),
        ("millions of empty objects a line", "a.jsonl", static () => Filled("{}\n", "{}\n", "{}")),
        ("ten million levels of arrays", "a.json", static () => Filled("[", "[", "]")),
        ("one text of twenty million characters", "a.json", static () => Filled("[{\"a\":\"", "x", "\"}]")),
        ("an object of empty objects", "a.json", static () => Numbered("{", "\"{0}\":{{}},", "\"z\":{}}")),
        ("columns of one cell each", "a.json", static () => Numbered("{", "\"{0}\":[1],", "\"z\":[1]}")),
        ("an array of numbers in a text file", "a.txt", static () => Filled("[1", ",1", "]")),
        ("a remark with a quote above millions of arrays", "a.json", static () => Filled("[//\"\n[]", ",[]", "]")),
        ("a table of many rows inside of objects", "a.json", static () => Filled("{\"a\":{\"b\":[{}", ",{}", "]}}")),
        ("rows of ever deeper objects", "a.json", static () => Numbered("[", Nested, "{}]")),
        ("a full table of objects", "a.json", static () => Numbered("[", Row, "{}]")),
        ("a full table of objects, a line each", "a.jsonl", static () => Numbered("", Row.Replace("}},", "}}\n", StringComparison.Ordinal), "{}")),
        ("a name of a megabyte around a thousand others", "a.json", static () =>
            Encoding.UTF8.GetBytes($"[{{\"{new string('n', 1_000_000)}\":{Thousand}}}]")),
        ("a long name around a hundred others in each row", "a.json", static () =>
            Filled("[{}", $",{{\"{new string('n', 9_900)}\":{{{Names(100)}}}}}", "]")),
        ("a name of a megabyte around many arrays", "a.json", static () =>
            Encoding.UTF8.GetBytes($"{{\"{new string('n', 1_000_000)}\":{{"
                + string.Join(',', Enumerable.Range(0, 90_000).Select(static i => $"\"a{i}\":[{{}}]")) + "}}")),
        ("a name of twenty megabytes", "a.json", static () => Filled("[{\"", "n", "\":1}]")),
        ("cells of colons", "a.csv", static () => Numbered("a,b\n", "{0}" + string.Concat(Enumerable.Repeat("1:", 40_000)) + "1,1\n", "1,2")),
        ("a text that stands in 60,000 rows", "a.html", static () => Encoding.UTF8.GetBytes(
            $"<table><tr><td rowspan=65534>{new string('x', 90_000)}<td>1</tr>{string.Concat(Enumerable.Repeat("<tr><td>1</tr>", 60_000))}</table>")),
        ("a header of ten million commas", "a.csv", static () => Filled("a", ",", "\n1,2")),
        ("rows of ever more commas", "a.csv", static () => Filled("a,b\n", new string(',', 990) + "\n", "1,2")),
        ("nineteen million blank lines", "a.csv", static () => Filled("a,b\n", "\n", "1,2")),
        ("a quote that never closes", "a.csv", static () => Filled("a,b\n\"", "x\n", "1,2")),
        ("quotes only", "a.csv", static () => Filled("a,b\n", "\"", "\n1,2")),
        ("one cell of twenty million characters", "a.csv", static () => Filled("a,b\n", "x", ",2")),
        ("ten million rows of one character", "a.csv", static () => Filled("a\n", "1\n", "2")),
        ("two columns of very different rows", "a.tsv", static () => Filled("a\tb\n", "1\t2\n", "3\t4")),
        ("spaces", "a.txt", static () => Filled(" ", " ", " ")),
        ("nested tables", "a.html", static () => Filled("<table>", "<table><tr><td>", "x")),
        ("nested blocks", "a.html", static () => Filled("<table><tr><td>x</td></tr></table>", "<div>", "x")),
        ("cells that span everything", "a.html", static () => Filled("<table><tr>", "<td colspan=1000 rowspan=65534>1</td>", "</tr></table>")),
        ("rows without cells", "a.html", static () => Filled("<table><tr><td>x</td></tr>", "<tr>", "</table>")),
        ("a column that no sheet has", "a.xlsx", static () => Book("<row r=\"1\"><c r=\"ZZZZZZ1\" t=\"inlineStr\"><is><t>x</t></is></c></row>")),
        ("a row that no sheet has", "a.xlsx", static () => Book("<row r=\"2147483640\"><c r=\"A2147483640\"><v>1</v></c></row>")),
        ("the last row and the last column", "a.xlsx", static () => Book("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>")),
        ("corners far apart", "a.xlsx", static () => Book(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
                + string.Concat(
                    Enumerable.Range(1, 5_000).Select(static row => $"<row r=\"{row * 200}\"><c r=\"XFD{row * 200}\"><v>1</v></c></row>")))),
        ("four hundred thousand runs of text", "a.xlsx", static () => Book(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>",
            strings: writer => Repeat(writer, "<si>", "<r><t>x</t></r>", 400_000, "</si>"))),
        ("five million shared texts", "a.xlsx", static () => Book(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", strings: static writer => Repeat(writer, "", "<si/>", 5_000_000, ""))),
        ("thirty-nine million styles", "a.xlsx", static () => Book(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", styles: static writer => Repeat(writer, "<cellXfs>", "<xf/>", 39_000_000, "</cellXfs>"))),
        ("ten million nested elements", "a.xlsx", static () => Book(
            "<row r=\"1\"/>", after: static writer => Repeat(writer, "", "<a>", 10_000_000, ""))),
        ("eight million merged cells", "a.xlsx", static () => Book(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
            after: static writer => Repeat(writer, "<mergeCells>", "<mergeCell ref=\"A1:B2\"/>", 8_000_000, "</mergeCells>"))),
        ("one merged cell over everything", "a.xlsx", static () => Book(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
            after: static writer => writer.Write("<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"))),
        ("four million columns", "a.xlsx", static () => Book(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
            before: static writer => Repeat(writer, "<cols>", "<col min=\"1\" max=\"2\"/>", 4_000_000, "</cols>"))),
        ("one cell of 195 million characters", "a.xlsx", static () => Book(
            string.Empty,
            rows: static writer => Repeat(
                writer, "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>", "xxxxxxxxxx", 19_500_000, "</t></is></c></row>"))),
        ("ten million rows without a cell", "a.xlsx", static () => Book(
            string.Empty, rows: static writer => Repeat(writer, "", "<row/>", 10_000_000, ""))),
        ("ten million cells without a value", "a.xlsx", static () => Book(
            string.Empty, rows: static writer => Repeat(writer, "<row r=\"1\">", "<c/>", 10_000_000, "</row>"))),
        ("one long text in a million cells", "a.xlsx", static () => Book(
            string.Empty,
            strings: static writer => writer.Write($"<si><t>{new string('x', 90_000)}</t></si>"),
            rows: static writer => Repeat(writer, "", "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>", 90_000, ""))),
        ("one long text merged over all rows", "a.xlsx", static () => Book(
            $"<row><c t=\"inlineStr\"><is><t>{new string('x', 90_000)}</t></is></c><c><v>1</v></c></row>",
            rows: static writer => Repeat(writer, "", "<row><c/><c><v>1</v></c></row>", 90_000, ""),
            after: static writer => writer.Write("<mergeCells><mergeCell ref=\"A1:A90001\"/></mergeCells>"))),
        ("a long list of attributes", "a.xlsx", static () => Book(
            string.Empty,
            rows: static writer => writer.Write("<row " + string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"a{i}=\"1\" ")) + "/>"))),
        ("one attribute of 100 million characters", "a.xlsx", static () => Book(
            string.Empty, rows: static writer => Repeat(writer, "<row a=\"", "xxxxxxxxxx", 10_000_000, "\"/>"))),
        ("a thousand sheets", "a.xlsx", static () => Book("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", sheets: 1_000)),
        ("a full table of numbers", "a.csv", static () => Filled(
            string.Join(',', Enumerable.Range(0, 20).Select(static i => $"c{i}")) + "\n",
            string.Join(',', Enumerable.Repeat("12345678", 20)) + "\n",
            "1")),
        ("a full sheet of numbers", "a.xlsx", static () => Book(string.Empty, rows: static writer =>
        {
            for (var row = 1; row <= 99_000; row++)
            {
                writer.Write($"<row r=\"{row}\">" + string.Concat(Enumerable.Repeat("<c><v>12345</v></c>", 20)) + "</row>");
            }
        })),
        ("an old workbook of noise", "a.xls", static () => Noise([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])),
        ("an archive of noise", "a.xlsx", static () => Noise("PK\u0003\u0004"u8.ToArray())),
        ("a column file of noise", "a.parquet", static () => [.. Noise("PAR1"u8.ToArray()), .. "PAR1"u8]),
        ("a column file that announces gigabytes", "a.parquet", static () =>
            [.. "PAR1"u8, .. Noise([0x15]).Take(400), 0xFF, 0xFF, 0xFF, 0x7F, .. "PAR1"u8]),
    ];

    private static string Nested => string.Concat(Enumerable.Repeat("{{\"\":", 60)) + "{0}" + new string('}', 120) + ",";

    private static string Row => "{{" + string.Join(',', Enumerable.Range(0, 20).Select(static i => $"\"c{i}\":1{{0}}{i}")) + "}},";

    private static string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(static i => $"\"c{i}\":1"));

    private static string Thousand { get; } = "{" + string.Join(',', Enumerable.Range(0, 1_000).Select(static i => $"\"c{i}\":1")) + "}";

    /// <summary>As many pieces as a file may have.</summary>
    internal static byte[] Filled(string start, string piece, string end, int full = Full)
    {
        var text = new StringBuilder(start, full);
        while (text.Length + piece.Length + end.Length < full)
        {
            text.Append(piece);
        }

        return Encoding.UTF8.GetBytes(text.Append(end).ToString());
    }

    /// <summary>As many pieces as a file may have, each with a number of its own.</summary>
    internal static byte[] Numbered(string start, string piece, string end, int full = Full)
    {
        var format = CompositeFormat.Parse(piece);
        var text = new StringBuilder(start, full);
        for (var number = 0; text.Length + piece.Length + end.Length + 10 < full; number++)
        {
            text.AppendFormat(null, format, number);
        }

        return Encoding.UTF8.GetBytes(text.Append(end).ToString());
    }

    private static byte[] Noise(byte[] start)
    {
        var bytes = new byte[1_000_000];
        new Random(7).NextBytes(bytes);
        start.CopyTo(bytes, 0);
        return bytes;
    }

    internal static void Repeat(TextWriter writer, string start, string piece, int times, string end)
    {
        writer.Write(start);
        var block = string.Concat(Enumerable.Repeat(piece, 1_000));
        for (var i = 0; i < times / 1_000; i++)
        {
            writer.Write(block);
        }

        writer.Write(end);
    }

    internal static byte[] Book(
        string data,
        Action<TextWriter>? strings = null,
        Action<TextWriter>? styles = null,
        Action<TextWriter>? before = null,
        Action<TextWriter>? rows = null,
        Action<TextWriter>? after = null,
        int sheets = 1)
    {
        const string package = "http://schemas.openxmlformats.org/package/2006";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part("[Content_Types].xml", writer => writer.Write(
                $"<Types xmlns=\"{package}/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"));
            Part("_rels/.rels", writer => writer.Write(
                $"<Relationships xmlns=\"{package}/relationships\">"
                    + $"<Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>"
                    + "</Relationships>"));
            Part("xl/workbook.xml", writer => writer.Write(
                $"<workbook {Main} xmlns:r=\"{office}\"><sheets>"
                    + string.Concat(Enumerable.Range(1, sheets).Select(static i => $"<sheet name=\"s{i}\" sheetId=\"{i}\" r:id=\"s{i}\"/>"))
                    + "</sheets></workbook>"));
            Part("xl/_rels/workbook.xml.rels", writer => writer.Write(
                $"<Relationships xmlns=\"{package}/relationships\">"
                    + string.Concat(
                        Enumerable.Range(1, sheets).Select(
                            i => $"<Relationship Id=\"s{i}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"))
                    + $"<Relationship Id=\"t\" Type=\"{office}/styles\" Target=\"styles.xml\"/>"
                    + $"<Relationship Id=\"u\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"));
            for (var sheet = 1; sheet <= sheets; sheet++)
            {
                Part($"xl/worksheets/sheet{sheet}.xml", writer =>
                {
                    writer.Write($"<worksheet {Main}>");
                    before?.Invoke(writer);
                    writer.Write("<sheetData>" + data);
                    rows?.Invoke(writer);
                    writer.Write("</sheetData>");
                    after?.Invoke(writer);
                    writer.Write("</worksheet>");
                });
            }

            Part("xl/styles.xml", writer =>
            {
                writer.Write($"<styleSheet {Main}>");
                styles?.Invoke(writer);
                writer.Write("</styleSheet>");
            });
            Part("xl/sharedStrings.xml", writer =>
            {
                writer.Write($"<sst {Main}>");
                strings?.Invoke(writer);
                writer.Write("</sst>");
            });

            void Part(string name, Action<TextWriter> write)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name, CompressionLevel.Fastest).Open());
                write(writer);
            }
        }

        return stream.ToArray();
    }
}
