using System.IO.Compression;
using System.Security;

namespace Mact.Core.Tests.Tables;

/// <summary>Workbooks of the parts that Office Open XML asks for (ECMA-376).</summary>
internal static class Workbooks
{
    /// <summary>A sheet: the XML of its rows, and the ranges of cells that are merged ("A2:A3").</summary>
    public sealed record Sheet(string Name, string Rows, params string[] Merged)
    {
        public string State { get; init; } = "visible";

        public string Columns { get; init; } = string.Empty;
    }

    /// <summary>A workbook; style 1 has the built-in format of percentages.</summary>
    public static byte[] Xlsx(params Sheet[] sheets) => Xlsx("0.00%", sheets);

    /// <summary>A workbook whose style 1 has this number format.</summary>
    public static byte[] Xlsx(string format, params Sheet[] sheets)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var numbered = sheets.Select((sheet, i) => (sheet.Name, sheet.Rows, sheet.Columns, sheet.State, sheet.Merged, Number: i + 1)).ToArray();
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
            var listed = string.Concat(
                numbered.Select(s => $"<sheet name=\"{s.Name}\" sheetId=\"{s.Number}\" state=\"{s.State}\" r:id=\"r{s.Number}\"/>"));
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
                    + $"formatCode=\"&quot;$&quot;#,##0\"/><numFmt numFmtId=\"174\" formatCode=\"{SecurityElement.Escape(format)}\"/></numFmts>"
                    + "<cellXfs count=\"9\"><xf numFmtId=\"0\"/><xf numFmtId=\"174\"/><xf "
                    + "numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"20\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/><xf "
                    + "numFmtId=\"22\"/><xf numFmtId=\"173\"/></cellXfs></styleSheet>");
            foreach (var sheet in numbered)
            {
                var merged = sheet.Merged.Length == 0 ? string.Empty
                    : $"<mergeCells>{string.Concat(sheet.Merged.Select(static range => $"<mergeCell ref=\"{range}\"/>"))}</mergeCells>";
                Write(
                    $"xl/worksheets/sheet{sheet.Number}.xml",
                    $"<worksheet xmlns=\"{main}\">{sheet.Columns}<sheetData>{sheet.Rows}</sheetData>{merged}</worksheet>");
            }
        }

        return stream.ToArray();
    }
}
