using Mact.Api.Http;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>Bytes that should hold one table, or a workbook of them; the content decides what they are, names and types are only hints.</summary>
internal static class TableSource
{
    private static readonly string[] TextTypes = ["text/csv", "text/tab-separated-values", "text/plain"];

    private static readonly string[] WorkbookTypes =
    [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    ];

    /// <summary>Whether a body of this type may be a source.</summary>
    public static bool IsSource(string? mediaType) =>
        TextTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase) || WorkbookTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a source with a person's corrections. Refusals are part of the result.</summary>
    public static SourceReadings Read(UploadedFile file, TableOverrides overrides, TableLimits limits)
    {
        var name = overrides.Name ?? NameOf(file);
        var readings = IsWorkbook(file.Content.Span)
            ? WorkbookSource.Read(name, file.Content, overrides, limits)
            : new SourceReadings([new(name, IsJson(file) ? JsonTableReader.Read(name, file.Content, limits) : DelimitedTextReader.Read(name, file.Content, limits))], Several: false);
        return readings with
        {
            Readings = [.. readings.Readings.Select(source => source with { Reading = TableRebuilder.Apply(source.Reading, overrides, limits) })],
        };
    }

    private static string NameOf(UploadedFile file) =>
        Path.GetFileNameWithoutExtension(file.FileName) is { Length: > 0 } name ? name : "table";

    private static bool IsWorkbook(ReadOnlySpan<byte> content) =>
        content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);

    private static bool IsJson(UploadedFile file) =>
        JsonBody.IsJson(file.ContentType) || file.FileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
