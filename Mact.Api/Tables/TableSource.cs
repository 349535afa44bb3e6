using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>Bytes that should hold one table, or a workbook of them; the content decides what they are, names and types are only hints.</summary>
internal static class TableSource
{
    private static readonly SemaphoreSlim Places = new(Math.Max(1, Environment.ProcessorCount / 2));

    private static readonly string[] TextTypes = ["text/csv", "text/tab-separated-values", "text/plain", "text/html", "application/x-ndjson", "application/jsonl"];

    private static readonly string[] WorkbookTypes =
    [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.apache.parquet",
    ];

    /// <summary>Whether a body of this type may be a source.</summary>
    public static bool IsSource(string? mediaType) =>
        TextTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase) || WorkbookTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a source with a person's corrections. Refusals are part of the result.</summary>
    /// <exception cref="RequestRefusedException">A correction does not fit the source (400).</exception>
    public static async Task<SourceReadings> ReadAsync(UploadedFile file, TableOverrides overrides, TableLimits limits, CancellationToken cancellationToken)
    {
        var name = overrides.Name ?? NameOf(file);

        // Reading takes a core and many times the file's memory: the others wait.
        await Places.WaitAsync(cancellationToken);
        try
        {
            var source = new SourceFile(name, file.FileName, JsonBody.IsJson(file.ContentType), file.Content);
            var sheets = await SourceReader.ReadAsync(source, limits, overrides.Settings, cancellationToken);
            var isWorkbook = SourceReader.IsWorkbook(file.Content.Span);
            var readings = isWorkbook
                ? WorkbookSource.Choose(sheets, overrides)
                : new SourceReadings([.. sheets.Select(static sheet => new SourceReading(sheet.Name, sheet.Reading))], Several: sheets.Count > 1);

            // The settings have been used: only another header row or other types are left to correct.
            var rest = overrides with { Settings = TableSettings.None };
            return readings with
            {
                Readings = [.. readings.Readings.Select(source => source with { Reading = TableRebuilder.Apply(source.Reading, rest, limits) })],
            };
        }
        finally
        {
            Places.Release();
        }
    }

    private static string NameOf(UploadedFile file) =>
        Path.GetFileNameWithoutExtension(file.FileName) is { Length: > 0 } name ? name : "table";
}
