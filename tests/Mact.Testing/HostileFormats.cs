using System.IO.Compression;
using System.Text;
using static Mact.Testing.HostileFiles;

namespace Mact.Testing;

/// <summary>
/// Files against the libraries that parse workbooks, Parquet and HTML, and against what reads text in other encodings. Some overflow a stack or take
/// gigabytes, so that none may be read in the process of a test.
/// </summary>
public static class HostileFormats
{
    private const int Html = 4_000_000;
    private const string Table = "<table><tr><td>a<td>b</tr><tr><td>1<td>2</tr></table>";

    /// <summary>Name, file name, and how its bytes are made.</summary>
    public static IReadOnlyList<(string Name, string File, Func<byte[]> Make)> All { get; } =
    [
        .. Markup().Select(static file => (file.Name, "a.html", file.Make)),
        .. Columns().Select(static file => (file.Name, "a.parquet", file.Make)),
        .. OldBooks().Select(static file => (file.Name, "a.xls", file.Make)),
        .. BinaryBooks().Select(static file => (file.Name, "a.xlsb", file.Make)),
        .. Books().Select(static file => (file.Name, "a.xlsx", file.Make)),
        .. Texts(),
    ];

    private static IEnumerable<(string Name, Func<byte[]> Make)> Markup()
    {
        foreach (var (name, piece) in ((string, string)[])
        [
            ("formatting that is never closed", "<b>"), ("links that are never closed", "<a><div>"), ("lists in lists", "<ul><li>"),
            ("formatting closed across paragraphs", "<b><i><p></b></i>"), ("headings in headings", "<h1><h2>"), ("templates", "<template>"),
            ("pictures in pictures", "<svg>"), ("formulas", "<math><mi>"), ("choices", "<select><option>"), ("forms", "<form><input>"),
            ("ruby", "<ruby><rb><rt>"), ("tables in tables", "<table><tr><td>1<tr><td>"), ("tables of a row", "<table><tr><td>1</table>"),
            ("line breaks", "<br>"), ("comments", "<!---->"), ("signs of tags", "<"), ("frames", "<frameset>"),
        ])
        {
            yield return ($"HTML: {name}", () => Filled(Table, piece, string.Empty, Html));
        }

        foreach (var (name, start, piece, end) in ((string, string, string, string)[])
        [
            ("rows of a cell", "<table>", "<tr><td>1", "</table>"), ("hidden rows", "<table><tr><td>1", "<tr hidden><td>x", "<tr><td>1</table>"),
            ("rows with a style", "<table>", "<tr><td style=\"display:none\">x", "</table>"),
            ("captions", "<table>", "<caption>x", "<tr><td>1<tr><td>2</table>"), ("bodies", "<table>", "<tbody><tr><td>1", "</table>"),
            ("columns announced", "<table>", "<col span=1000>", "<tr><td>1<tr><td>2</table>"),
            ("cells over a thousand columns", "<table>", "<tr><td colspan=1000>x</tr>", "</table>"),
            ("cells over all rows", "<table>", "<tr><td rowspan=65534>1</tr>", "</table>"),
            ("a million attributes", "<table><tr><td ", "a=1 ", ">x</td></tr><tr><td>1</table>"),
            ("entities", "<table><tr><td>", "&amp;&notin;&#x41;", "<tr><td>1</table>"), ("an endless doctype", "<!DOCTYPE ", "x", ">" + Table),
            ("an endless comment", Table + "<!--", "-", ""),
            ("ends of nothing", Table + string.Concat(Enumerable.Repeat("<div>", 100_000)), "</x>", ""),
        ])
        {
            yield return ($"HTML: {name}", () => Filled(start, piece, end, Html));
        }

        yield return ("HTML: attributes of other names", () => Numbered("<table><tr><td ", "a{0}=1 ", ">x</td></tr><tr><td>1</table>", Html));
        yield return ("HTML: fonts that open again", () => Numbered(Table, "<font color={0}><p>", "", Html));
        yield return ("HTML: twenty million spaces", () => Filled(Table, " ", ""));
    }

    private static IEnumerable<(string Name, Func<byte[]> Make)> Columns()
    {
        var seven = BitConverter.GetBytes(7L);
        var ten = Enumerable.Repeat(seven, 10).SelectMany(static bytes => bytes).ToArray();
        yield return ("Parquet: rows that are not there", () => HostileParquet.Column(HostileParquet.Page(seven, 1), 100_000));
        yield return ("Parquet: two billion rows, and as many less than none", () => HostileParquet.Groups(ten, 2_000_000_000, -2_000_000_000));
        yield return ("Parquet: rows beyond an int", () => HostileParquet.Groups(ten, (1L << 32) + 10, -(1L << 32)));
        yield return ("Parquet: a page of two billion values", () => HostileParquet.Column(HostileParquet.Page(ten, 2_000_000_000), 10));
        yield return ("Parquet: a page of two gigabytes", () => HostileParquet.Column(HostileParquet.Page(ten, 10, size: 2_000_000_000), 10));
        yield return ("Parquet: pages of less than nothing", () => HostileParquet.Column(HostileParquet.Page(ten, -5, size: -1), 10));
        foreach (var unpacked in (int[])[80, 1_000_000_000])
        {
            yield return ($"Parquet: gzip of 300 MB said to be {unpacked}", () => HostileParquet.Column(
                HostileParquet.Page(HostileParquet.Gzip(300_000_000), 10, size: unpacked), 10, codec: 2));
            yield return ($"Parquet: snappy of 300 MB said to be {unpacked}", () => HostileParquet.Column(
                HostileParquet.Page(HostileParquet.Snappy(300_000_000), 10, size: unpacked), 10, codec: 1));
            yield return ($"Parquet: zstd of 300 MB said to be {unpacked}", () => HostileParquet.Column(
                HostileParquet.Page(HostileParquet.Zstd(300_000_000), 10, size: unpacked), 10, codec: 6));
            yield return ($"Parquet: lz4 of 300 MB said to be {unpacked}", () => HostileParquet.Column(
                HostileParquet.Page(HostileParquet.Lz4(300_000_000), 10, size: unpacked), 10, codec: 7));
        }

        foreach (var length in (int[])[2_000, 99_000, 1_000_000])
        {
            yield return ($"Parquet: one text of {length} in 100,000 rows", () => HostileParquet.Dictionary(length, 1, 100_000));
        }

        yield return ("Parquet: a dictionary of two billion", () => HostileParquet.Dictionary(5, 2_000_000_000, 10));
        yield return ("Parquet: a dictionary of a million texts", () => HostileParquet.Dictionary(5, 1_000_000, 10, whole: true));
        yield return ("Parquet: a text of twenty megabytes", () => HostileParquet.Column(
            HostileParquet.Page([.. BitConverter.GetBytes(20_000_000), .. Enumerable.Repeat((byte)'x', 20_000_000)], 1), 1, type: 6));
        yield return ("Parquet: a text longer than the file", () => HostileParquet.Column(
            HostileParquet.Page([.. BitConverter.GetBytes(int.MaxValue), 1], 10), 10, type: 6));
        yield return ("Parquet: a million pages", () => HostileParquet.Column(
            [.. Enumerable.Repeat(HostileParquet.Page([], 0), 1_000_000).SelectMany(static page => page)], 100_000));
        yield return ("Parquet: a million columns", () => HostileParquet.Schema(1_000_000, nested: false));
        yield return ("Parquet: a schema of a million levels", () => HostileParquet.Schema(1_000_000, nested: true));
        yield return ("Parquet: a schema of 100,000 levels", () => HostileParquet.Schema(100_000, nested: true));
        yield return ("Parquet: a name of twenty megabytes", () => HostileParquet.Column(
            HostileParquet.Page([], 0), 0, name: new string('n', 20_000_000)));
        yield return ("Parquet: a million groups", () => HostileParquet.Groups(ten, [.. Enumerable.Repeat(0L, 1_000_000)]));
        yield return ("Parquet: 100,000 groups of a row", () => HostileParquet.Groups(ten, [.. Enumerable.Repeat(1L, 100_000)]));
        yield return ("Parquet: structures in structures of a footer", () => HostileParquet.Footer([.. Enumerable.Repeat((byte)0x9C, 1_000_000)]));
        yield return ("Parquet: lists in lists of a footer", () => HostileParquet.Footer([0x99, .. Enumerable.Repeat((byte)0x19, 5_000_000)]));
        yield return ("Parquet: millions of unknown fields", () => HostileParquet.Footer(
            [0x15, 2, .. Enumerable.Repeat<byte[]>([5, 0xFF, 1, 2], 4_000_000).SelectMany(static field => field), 0]));
        yield return ("Parquet: a footer of zeros", () => HostileParquet.Footer(new byte[20_000_000]));
        yield return ("Parquet: a list of ten million", () => HostileParquet.List(10_000_000));
        yield return ("Parquet: a list of 480,000", () => HostileParquet.List(480_000));
    }

    private static IEnumerable<(string Name, Func<byte[]> Make)> OldBooks()
    {
        var cell = HostileBooks.Number(0, 0, 1);
        yield return ("xls: a password of two billion turns", () => HostileBooks.Encrypted(int.MaxValue));
        yield return ("xls: a password of ten million turns", () => HostileBooks.Encrypted(10_000_000));
        yield return ("xls: sectors in a ring", () => HostileBooks.Ole("Workbook", new byte[100_000], isRing: true));
        yield return ("xls: the last row and a column that is none", () => HostileBooks.Old(HostileBooks.Number(65_535, 65_535, 1)));
        yield return ("xls: a far column in every row", () => HostileBooks.Old(
            [.. Enumerable.Range(0, 60_000).SelectMany(static row => HostileBooks.Number(row, 65_535, 1))]));
        yield return ("xls: two billion texts announced", () => HostileBooks.Old(
            cell, HostileBooks.Record(0xFC, [.. BitConverter.GetBytes(int.MaxValue), .. BitConverter.GetBytes(int.MaxValue), 1, 0, 0, 120])));
        yield return ("xls: records in records", () => HostileBooks.Old(
            [.. Enumerable.Repeat(HostileBooks.Begin(0x10), 250_000).SelectMany(static record => record), .. cell]));
        yield return ("xls: records of nothing", () => HostileBooks.Old(new byte[5_000_000]));
        yield return ("xls: 600,000 merged cells", () => HostileBooks.Old(
            [.. cell, .. Enumerable.Repeat(HostileBooks.Merged(1_000), 600).SelectMany(static record => record)]));
        yield return ("xls: 100,000 sheets", () => HostileBooks.Old(
            cell, [.. Enumerable.Repeat(HostileBooks.Sheet(0), 100_000).SelectMany(static record => record)]));
        yield return ("xls: 250,000 fonts", () => HostileBooks.Old(
            cell, [.. Enumerable.Repeat(HostileBooks.Record(0x31, new byte[17]), 250_000).SelectMany(static record => record)]));
        yield return ("xls: protected by a method that is none", () => HostileBooks.Old(
            cell, HostileBooks.Record(0x2F, [1, 0, 4, 0, 2, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)255, 100)])));
    }

    private static IEnumerable<(string Name, Func<byte[]> Make)> BinaryBooks()
    {
        yield return ("xlsb: a row that no sheet has", () => HostileBooks.Binary([.. HostileBooks.Row(2_147_483_640), .. HostileBooks.Real(0)]));
        yield return ("xlsb: a column that no sheet has", () => HostileBooks.Binary([.. HostileBooks.Row(0), .. HostileBooks.Real(2_147_483_640)]));
        yield return ("xlsb: a column of a hundred million", () => HostileBooks.Binary([.. HostileBooks.Row(0), .. HostileBooks.Real(100_000_000)]));
        yield return ("xlsb: corners far apart", () => HostileBooks.Binary(
            [.. Enumerable.Range(0, 5_000).SelectMany(static row => (byte[])[.. HostileBooks.Row(row * 200), .. HostileBooks.Real(16_383)])]));
        yield return ("xlsb: three million cells", () => HostileBooks.Binary(
            [
                .. Enumerable.Range(0, 100_000).SelectMany(static row =>
                    (byte[])[.. HostileBooks.Row(row), .. Enumerable.Range(0, 30).SelectMany(HostileBooks.Real)]),
            ]));
        yield return ("xlsb: three million times the same row", () => HostileBooks.Binary(
            [.. Enumerable.Repeat((byte[])[.. HostileBooks.Row(0), .. HostileBooks.Real(0)], 3_000_000).SelectMany(static row => row)]));
        yield return ("xlsb: a record longer than the file", () => HostileBooks.Binary([0, 255, 255, 255, 127]));
        yield return ("xlsb: a text longer than the file", () => HostileBooks.Binary(
            [.. HostileBooks.Row(0), .. HostileBooks.Shared(0)], HostileBooks.Record12(19, [0, 255, 255, 255, 127, 120, 0])));
        yield return ("xlsb: a text of a hundred megabytes", () => HostileBooks.Binary(
            [.. HostileBooks.Row(0), .. HostileBooks.Shared(0)],
            HostileBooks.Record12(19, [0, .. BitConverter.GetBytes(50_000_000), .. new byte[100_000_000]])));
        yield return ("xlsb: ten million texts", () => HostileBooks.Binary(
            [.. HostileBooks.Row(0), .. HostileBooks.Shared(0)],
            [.. Enumerable.Repeat(HostileBooks.Record12(19, [0, 1, 0, 0, 0, 120, 0]), 10_000_000).SelectMany(static text => text)]));
        yield return ("xlsb: one long text in two million cells", () => HostileBooks.Binary(
            [
                .. Enumerable.Range(0, 99_000).SelectMany(static row =>
                    (byte[])[.. HostileBooks.Row(row), .. Enumerable.Range(0, 18).SelectMany(HostileBooks.Shared)]),
            ],
            HostileBooks.Record12(19, [0, .. BitConverter.GetBytes(90_000), .. Encoding.Unicode.GetBytes(new string('x', 90_000))])));
    }

    private static IEnumerable<(string Name, Func<byte[]> Make)> Books()
    {
        const string cell = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
        yield return ("xlsx: millions of names of elements", () => Book("", rows: static writer =>
            writer.Write(string.Concat(Enumerable.Range(0, 4_000_000).Select(static i => $"<e{i}/>")))));
        yield return ("xlsx: millions of names of attributes", () => Book("", rows: static writer =>
            writer.Write(string.Concat(Enumerable.Range(0, 4_000_000).Select(static i => $"<e a{i}=\"\"/>")))));
        yield return ("xlsx: names of 200,000 letters", () => Book("", rows: static writer =>
            writer.Write(string.Concat(Enumerable.Range(0, 500).Select(static i => $"<r{i}{new string('x', 200_000)}/>")))));
        yield return ("xlsx: the same cell two million times", () => Book("", rows: static writer =>
            Repeat(writer, "<row r=\"1\">", "<c r=\"A1\"><v>1</v></c>", 2_000_000, "</row>")));
        yield return ("xlsx: a million and a half texts", () => Book(cell, strings: static writer =>
            writer.Write(string.Concat(Enumerable.Range(0, 1_500_000).Select(static i => $"<si><t>text {i}</t></si>")))));
        yield return ("xlsx: long texts that no cell has", () => Book(cell, strings: static writer =>
            writer.Write(string.Concat(Enumerable.Range(0, 15_000).Select(static i => $"<si><t>{i}{new string('x', 9_000)}</t></si>")))));
        yield return ("xlsx: three thousand sheets", () => Book(cell, sheets: 3_000));
        yield return ("xlsx: a format of 200,000 letters in a million cells", () => Book(
            "",
            styles: static writer => writer.Write("<numFmts><numFmt numFmtId=\"200\" formatCode=\""
                + string.Concat(Enumerable.Repeat("[$-409]0.0;", 18_000))
                + "\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"200\"/></cellXfs>"),
            rows: static writer => Repeat(
                writer, "", $"<row>{string.Concat(Enumerable.Repeat("<c s=\"1\"><v>1.5</v></c>", 20))}</row>", 50_000, "")));
        yield return ("xlsx: a long date format in a million cells", () => Book(
            "",
            styles: static writer => writer.Write("<numFmts><numFmt numFmtId=\"200\" formatCode=\""
                + string.Concat(Enumerable.Repeat("yyyy-mm-dd hh:mm:ss ", 900))
                + "\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"200\"/></cellXfs>"),
            rows: static writer => Repeat(
                writer, "", $"<row>{string.Concat(Enumerable.Repeat("<c s=\"1\"><v>45000.5</v></c>", 20))}</row>", 50_000, "")));
        yield return ("xlsx: 99,000 merged cells over everything", () => Book(
            "",
            rows: static writer => Repeat(writer, "", "<row><c><v>1</v></c></row>", 90_000, ""),
            after: static writer => Repeat(writer, "<mergeCells>", "<mergeCell ref=\"A1:XFD1048576\"/>", 99_000, "</mergeCells>")));
        yield return ("xlsx: a gigabyte of x", () => Book(
            cell, after: static writer => Repeat(writer, "<!--", new string('x', 1_000), 1_000_000, "-->")));
        yield return ("xlsx: an archive of 60,000 files", Many);
    }

    private static IEnumerable<(string Name, string File, Func<byte[]> Make)> Texts()
    {
        foreach (var (name, encoding) in ((string, Encoding)[])
            [("UTF-16", Encoding.Unicode), ("UTF-16, the other way", Encoding.BigEndianUnicode), ("UTF-32", Encoding.UTF32)])
        {
            var share = encoding is UTF32Encoding ? 4 : 2;
            byte[] Make(string start, string piece, string end) =>
                [.. encoding.GetPreamble(), .. encoding.GetBytes(Encoding.UTF8.GetString(Filled(start, piece, end, Full / share - 8)))];
            yield return ($"{name}: commas", "a.csv", () => Make("a,b\n", ",", "\n1,2"));
            yield return ($"{name}: rows", "a.csv", () => Make("a,b\n", "1,2\n", "1,2"));
            yield return ($"{name}: objects", "a.json", () => Make("[{\"a\":1}", ",{\"a\":1}", "]"));
        }

        yield return ("UTF-16: two letters a row", "a.csv", () =>
            [
                .. Encoding.Unicode.GetPreamble(),
                .. Enumerable.Repeat(Encoding.Unicode.GetBytes("漢字,字漢\n"), Full / 12 - 9).SelectMany(static row => row),
            ]);
        yield return ("GB 18030: four bytes a letter", "a.csv", () =>
            [.. "a,b\n"u8, .. Enumerable.Repeat((byte[])[0x81, 0x30, 0x81, 0x30, 44, 49, 10], Full / 7 - 9).SelectMany(static row => row)]);
        yield return ("ISO 2022: escapes", "a.csv", () =>
            [.. "a,b\n"u8, .. Enumerable.Repeat((byte[])[27, 36, 41, 67, 14, 33, 33, 15, 44, 49, 10], Full / 11 - 9).SelectMany(static row => row)]);
        yield return ("JSON: a number of twenty million digits", "a.json", static () => Filled("[{\"a\":", "7", "}]"));
        yield return ("JSON: escapes only", "a.json", static () => Filled("[{\"a\":\"", "\\u0041", "\"}]"));
        yield return ("JSON: rows of columns", "a.json", static () => Numbered("{", "\"c{0}\":{{\"0\":1,\"1\":2}},", "\"z\":{}}"));
        yield return ("JSON: long names in seven levels", "a.json", static () => Filled(
            "[{}",
            ",{\"" + new string('a', 20_000) + "\":{\"" + new string('b', 20_000) + "\":{"
                + string.Join(',', Enumerable.Range(0, 900).Select(static i => $"\"{i}\":1"))
                + "}}}",
            "]"));
        yield return ("JSON: lines, each broken", "a.jsonl", static () => Filled("{\"a\":1}\n{\"a\":1}\n", "{\"a\":1,,}\n", ""));
        yield return ("JSON: lines of two", "a.jsonl", static () => Filled("{\"a\":1}\n", "{\"a\":1}{\"a\":2}\n", ""));
        yield return ("JSON: lines of not a number", "a.jsonl", static () => Filled("{\"a\":NaN}\n", "{\"a\":NaN,\"b\":-Infinity}\n", ""));
        yield return ("CSV: two million texts", "a.csv", static () => Numbered(
            string.Join(',', Enumerable.Range(0, 20).Select(static i => $"c{i}")) + "\n",
            string.Join(',', Enumerable.Range(0, 20).Select(static i => $"x{{0:0000}}{i}")) + "\n",
            "1"));
        yield return ("CSV: quotes and backslashes", "a.csv", static () => Filled("a,b\n\"x\\\"y\",2\n\"", "\\\"", "\"\n"));
        yield return ("CSV: brackets in brackets", "a.csv", static () => Filled(
            "a,b\n", new string('(', 45_000) + "1" + new string(')', 45_000) + ",1\n", "1,2"));
        yield return ("CSV: thousands of thousands", "a.csv", static () => Filled(
            "a;b\n", "1" + string.Concat(Enumerable.Repeat(".111", 24_000)) + ";1\n", "1;2"));
        yield return ("CSV: a thousand columns of one row in two", "a.csv", static () => Filled(
            string.Join(',', Enumerable.Range(0, 1_000).Select(static i => $"c{i}")) + "\n", "1\n", "2"));
        yield return ("CSV: a line of boxes", "a.txt", static () => Filled("|a|b|\n|---|---|\n", "|---|---|\n", "|1|2|"));
        yield return ("CSV: accents upon accents", "a.csv", static () => Filled("a,b\n", "e" + new string('\u0301', 900) + ",1\n", "1,2", Full / 2));
        yield return ("CSV: nothing behind its head", "a.csv", static () => Filled("a,b\n1,2\n1,2\n1,2\n", "\0", ""));
    }

    private static byte[] Many()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < 60_000; i++)
            {
                archive.CreateEntry($"xl/{i}");
            }
        }

        return stream.ToArray();
    }
}
