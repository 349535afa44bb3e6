using System.Text;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Core.Tables;
using Microsoft.Net.Http.Headers;

namespace Mact.Api.Tables;

/// <summary>Reads the body of <c>POST /tables</c> in each of its forms.</summary>
internal static class TableRequest
{
    private const string DefaultName = "table";

    // A form adds boundaries and headers to its files.
    private const int FormOverhead = 64 * 1024;

    /// <summary>Reads every source that the request carries.</summary>
    /// <exception cref="RequestRefusedException">The request is malformed (400), too large (413) or of another kind (415).</exception>
    public static async Task<SourceReadings> ReadAsync(
        HttpRequest request, TableLimits tables, RequestLimits limits, CancellationToken cancellationToken)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        if (FormBody.IsForm(type))
        {
            var max = Math.Max(limits.MaxRequestBytes, tables.MaxBytes + FormOverhead);
            return await FromFormAsync(await FormBody.ReadAsync(request, max, tables.MaxBytes, cancellationToken), tables, cancellationToken);
        }

        if (!JsonBody.IsJson(type) && !TableSource.IsSource(type))
        {
            throw new RequestRefusedException(KnownProblems.UnsupportedMediaType(request.ContentType));
        }

        var overrides = TableOverrides.Parse(name => request.Query[name]);
        var bytes = await BoundedBody.ReadAsync(request.Body, request.ContentLength, tables.MaxBytes, cancellationToken);
        return JsonBody.IsJson(type) && !IsArray(bytes.Span)
            ? await FromJsonAsync(bytes, overrides, tables, cancellationToken)
            : await TableSource.ReadAsync(new UploadedFile(string.Empty, type, bytes), overrides, tables, cancellationToken);
    }

    private static async Task<SourceReadings> FromFormAsync(FormBody form, TableLimits limits, CancellationToken cancellationToken)
    {
        var overrides = TableOverrides.Parse(form.Field);
        var files = form.Field("text") is { } pasted ? [.. form.Files, new(string.Empty, "text/plain", Encoding.UTF8.GetBytes(pasted))] : form.Files;
        if (files.Count == 0)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.NoTable,
                "The form has no file",
                "Add a part with a file name (CSV, TSV, XLSX, XLS, JSON or Parquet), or a field 'text' with the table as text."));
        }

        if (files.Count == 1)
        {
            return await TableSource.ReadAsync(files[0], overrides, limits, cancellationToken);
        }

        var readings = new List<SourceReading>();
        foreach (var file in files)
        {
            readings.AddRange((await TableSource.ReadAsync(file, overrides with { Name = null }, limits, cancellationToken)).Readings);
        }

        return new(readings, Several: true);
    }

    private static async Task<SourceReadings> FromJsonAsync(
        ReadOnlyMemory<byte> bytes, TableOverrides overrides, TableLimits tables, CancellationToken cancellationToken)
    {
        using var place = await TableSource.TakePlaceAsync(cancellationToken);
        return bytes.Length > BodyPlaces.Small
            ? await OwnThread.RunAsync(() => FromJson(bytes, overrides, tables))
            : FromJson(bytes, overrides, tables);
    }

    private static SourceReadings FromJson(ReadOnlyMemory<byte> bytes, TableOverrides overrides, TableLimits limits)
    {
        using var document = JsonBody.Parse(bytes);
        if (!JsonTable.IsTable(document.RootElement))
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidTable,
                "The JSON is not a table",
                "Send {\"name\": …, \"columns\": […], \"rows\": [[…]]}, or an array of objects with the same names."));
        }

        var name = overrides.Name ?? JsonTable.NameOf(document.RootElement) ?? DefaultName;
        var reading = JsonTable.Read(document.RootElement, "the body", name, limits);
        return new([new(name, TableRebuilder.Apply(reading, overrides, limits))], Several: false);
    }

    private static bool IsArray(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.TrimStart((ReadOnlySpan<byte>)[0x20, 0x09, 0x0D, 0x0A, 0xEF, 0xBB, 0xBF]);
        return start.Length > 0 && start[0] == (byte)'[';
    }
}

/// <summary>Bytes that should hold one table, or a workbook of them; the content decides what they are, names and types are only hints.</summary>
internal static class TableSource
{
    // One may take 300 MB; as much again is left to what else goes on.
    private const long BytesPerPlace = 600_000_000;

    private static readonly SemaphoreSlim Places = new(
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerPlace, 1, Math.Max(1, Environment.ProcessorCount / 2)));

    private static readonly string[] TextTypes =
    [
        "text/csv", "text/tab-separated-values", "text/plain", "text/html", "application/x-ndjson", "application/jsonl",
    ];

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
    public static async Task<SourceReadings> ReadAsync(
        UploadedFile file, TableOverrides overrides, TableLimits limits, CancellationToken cancellationToken)
    {
        var name = overrides.Name ?? NameOf(file);

        using var place = await TakePlaceAsync(cancellationToken);
        var source = new SourceFile(name, file.FileName, JsonBody.IsJson(file.ContentType), file.Content);
        var settings = overrides.Settings with { HeaderRow = overrides.HeaderRow };
        var sheets = await (source.Content.Length > BodyPlaces.Small ? OwnThread.RunAsync(ReadAsync) : ReadAsync());
        var isWorkbook = SourceReader.IsWorkbook(file.Content.Span);
        var readings = isWorkbook
            ? WorkbookSource.Choose(sheets, overrides)
            : new SourceReadings([.. sheets.Select(static sheet => new SourceReading(sheet.Name, sheet.Reading))], Several: sheets.Count > 1);

        // The settings have been used: types are left to correct, and the header of sources that have no rows above the table.
        var rest = overrides with { Settings = TableSettings.None };
        return readings with
        {
            Readings =
            [
                .. readings.Readings.Select(source => source with
                {
                    Reading = TableRebuilder.Apply(
                        source.Reading,
                        source.Reading is TableReading.Success { Header: not null } ? rest with { HeaderRow = null } : rest,
                        limits),
                }),
            ],
        };

        Task<IReadOnlyList<SheetReading>> ReadAsync() => SourceReader.ReadAsync(
            source, limits, settings, cancellationToken, () => ReaderProcess.ReadAsync(source, limits, settings, cancellationToken));
    }

    /// <summary>Reading takes a core and many times the file's memory: the others wait.</summary>
    public static async Task<IDisposable> TakePlaceAsync(CancellationToken cancellationToken)
    {
        await Places.WaitAsync(cancellationToken);
        return new Place();
    }

    private static string NameOf(UploadedFile file) =>
        Path.GetFileNameWithoutExtension(file.FileName) is { Length: > 0 } name ? name : "table";

    private sealed class Place : IDisposable
    {
        public void Dispose() => Places.Release();
    }
}

/// <summary>What one sheet or file came to.</summary>
/// <param name="Name">The name of the sheet or file.</param>
/// <param name="Reading">The table, or why there is none.</param>
internal sealed record SourceReading(string Name, TableReading Reading);

/// <summary>What a request's sources came to.</summary>
/// <param name="Readings">One for each file, or for each sheet of a workbook.</param>
/// <param name="Several">There may be more than one by nature: a workbook, or several files.</param>
internal sealed record SourceReadings(IReadOnlyList<SourceReading> Readings, bool Several);

/// <summary>The sheets of a workbook as sources.</summary>
internal static class WorkbookSource
{
    /// <summary>All sheets, or the one that is asked for.</summary>
    /// <exception cref="RequestRefusedException">There is no such sheet (400).</exception>
    public static SourceReadings Choose(IReadOnlyList<SheetReading> sheets, TableOverrides overrides)
    {
        if (overrides.Sheet is not { } wanted)
        {
            return new([.. sheets.Select(static sheet => new SourceReading(sheet.Name, sheet.Reading))], Several: true);
        }

        var sheet = sheets.FirstOrDefault(sheet => string.Equals(sheet.Name, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.SheetNotFound,
                "The workbook has no such sheet",
                $"There is no sheet '{KnownProblems.Shorten(wanted)}'. The workbook has: "
                    + $"{string.Join(", ", sheets.Select(static sheet => KnownProblems.Shorten(sheet.Name)))}."));
        return new([new(sheet.Name, Rename(sheet.Reading, overrides.Name))], Several: true);
    }

    private static TableReading Rename(TableReading reading, string? name) => name is not null && reading is TableReading.Success success
        ? success with { Table = success.Table.WithName(SafeNames.ForTable(name)) }
        : reading;
}

/// <summary>Reads <c>{"name"?, "columns": […], "rows": [[…]], "types"?}</c>; a column is a name or <c>{"name", "type"?}</c>.</summary>
internal static class JsonTable
{
    /// <summary>Whether an object has what makes it a table.</summary>
    public static bool IsTable(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && (element.TryGetProperty("columns", out _) || element.TryGetProperty("rows", out _));

    /// <summary>The value of "name", or null.</summary>
    public static string? NameOf(JsonElement element) =>
        element.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && JsonBody.Text(name).Trim() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Reads an object as a table.</summary>
    /// <param name="element">An object.</param>
    /// <param name="path">Where it stands in the body, for messages ("tables[0]").</param>
    /// <param name="name">The name where it has none.</param>
    /// <param name="limits">What is too large.</param>
    /// <exception cref="RequestRefusedException">It is not of that shape (400).</exception>
    public static TableReading Read(JsonElement element, string path, string name, TableLimits limits)
    {
        if (!element.TryGetProperty("columns", out var columns) || columns.ValueKind != JsonValueKind.Array)
        {
            throw Invalid($"{path} needs \"columns\": an array of column names.");
        }

        if (!element.TryGetProperty("rows", out var rows) || rows.ValueKind != JsonValueKind.Array)
        {
            throw Invalid($"{path} needs \"rows\": an array with one array of cells for each row.");
        }

        if (columns.GetArrayLength() > limits.MaxColumns)
        {
            return limits.TooManyColumns(columns.GetArrayLength());
        }

        if (rows.GetArrayLength() > limits.MaxRows)
        {
            return new TableReading.Refused(
                "tooManyRows", $"{path} has {rows.GetArrayLength()} rows; at most {limits.MaxRows} are taken. Filter or split it.", TooLarge: true);
        }

        var cells = rows.EnumerateArray().Sum(static row => row.ValueKind == JsonValueKind.Array ? row.GetArrayLength() : 0L);
        if (cells > limits.MaxCells)
        {
            return limits.TooManyCells(cells);
        }

        var types = new List<ColumnType?>();
        IReadOnlyList<string?> header =
        [
            .. columns.EnumerateArray().Select((column, index) => ReadColumn(column, $"{path}.columns[{index}]", types)),
        ];
        if (element.TryGetProperty("types", out var given) && given.ValueKind != JsonValueKind.Null)
        {
            types = [.. TableOverrides.ParseTypes(given)];
        }

        // Types of all columns are taken as they are; where some are left open, the open ones are detected first.
        var all = types.Count == header.Count && types.TrueForAll(static type => type is not null);
        var reading = TableBuilder.Build(
            NameOf(element) ?? name,
            header,
            [.. rows.EnumerateArray().Select((row, index) => ReadRow(row, $"{path}.rows[{index}]"))],
            limits,
            all ? [.. types.Select(static type => type!.Value)] : null,
            strictRows: true);
        return !all && types.Exists(static type => type is not null)
            ? TableRebuilder.Apply(reading, TableOverrides.None with { Types = types }, limits)
            : reading;
    }

    private static string? ReadColumn(JsonElement column, string path, List<ColumnType?> types)
    {
        switch (column.ValueKind)
        {
            case JsonValueKind.Object:
                types.Add(
                    column.TryGetProperty("type", out var type)
                        && type.ValueKind == JsonValueKind.String ? TableOverrides.ParseType(JsonBody.Text(type)) : null);
                return NameOf(column);
            case JsonValueKind.Array:
                throw Invalid($"{path} is an array; a column is a name, or an object with \"name\" and \"type\".");
            default:
                types.Add(null);
                return ReadCell(column, path);
        }
    }

    private static string?[] ReadRow(JsonElement row, string path) => row.ValueKind != JsonValueKind.Array
        ? throw Invalid($"{path} is not an array of cells.")
        : [.. row.EnumerateArray().Select((cell, index) => ReadCell(cell, path, index))];

    private static string? ReadCell(JsonElement cell, string path, int? index = null) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => JsonBody.Text(cell),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => cell.GetRawText(),
        _ =>
            throw Invalid(
                $"{(index is null ? path : $"{path}[{index}]")} is an object or an array; a cell is a text, a number, true, false or null."),
    };

    private static RequestRefusedException Invalid(Sentence message) =>
        new(ProblemResult.BadRequest(ProblemCodes.InvalidTable, "The table is not of the right shape", message));
}
