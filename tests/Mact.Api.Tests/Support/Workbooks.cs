using System.IO.Compression;
using System.Security;
using System.Text;

namespace Mact.Api.Tests.Support;

/// <summary>The smallest workbooks that are workbooks (ECMA-376): inline strings, no styles.</summary>
internal static class Workbooks
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>An .xlsx with these sheets.</summary>
    public static byte[] Xlsx(params (string Name, string[][] Rows)[] sheets)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "[Content_Types].xml", $"""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{Each(sheets, static (_, number) => $"<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")}</Types>
                """);
            Write(archive, "_rels/.rels", $"""<Relationships xmlns="{Relations}"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Write(archive, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Relations}">{Each(sheets, static (_, number) => $"<Relationship Id=\"s{number}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>")}</Relationships>""");
            Write(archive, "xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets>{Each(sheets, static (sheet, number) => $"<sheet name=\"{SecurityElement.Escape(sheet.Name)}\" sheetId=\"{number}\" r:id=\"s{number}\"/>")}</sheets></workbook>""");
            foreach (var (index, sheet) in sheets.Index())
            {
                Write(archive, $"xl/worksheets/sheet{index + 1}.xml", $"""<worksheet xmlns="{Main}"><sheetData>{string.Concat(sheet.Rows.Select(Row))}</sheetData></worksheet>""");
            }
        }

        return stream.ToArray();
    }

    private static string Each((string Name, string[][] Rows)[] sheets, Func<(string Name, string[][] Rows), int, string> one) =>
        string.Concat(sheets.Select((sheet, index) => one(sheet, index + 1)));

    private static string Row(string[] cells, int index) =>
        $"<row r=\"{index + 1}\">{string.Concat(cells.Select((cell, column) => Cell(cell, (char)('A' + column), index + 1)))}</row>";

    private static string Cell(string cell, char column, int row) =>
        $"<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>";

    private static void Write(ZipArchive archive, string name, string xml)
    {
        using var part = archive.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml));
    }
}
