using System.Globalization;
using System.Text.Json;
using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Core.Questions;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tables;

/// <summary><c>POST /tables/{id}/corrections</c>: reads the original texts of a stored table again and stores what comes of it as a table of its
/// own.</summary>
internal static class CorrectionHandler
{
    private const int MaxBodyBytes = 256 * 1024;

    public static async Task<Created<TableInfo>> CorrectAsync(
        string id, HttpRequest request, IQuestionStore store, IOptions<TableLimits> limits, Room room, CancellationToken cancellationToken)
    {
        await room.RequireAsync(cancellationToken);
        var body = await JsonBody.ReadAsync(request, ApiJson.Default.CorrectionRequest, MaxBodyBytes, cancellationToken);
        if (body.HeaderRow is < 0)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidHeaderRow,
                "The header row is not a row number",
                "Give 1 for the first row, 2 for the next, or 0 where the source has no header."));
        }

        var table = await TableStorage.FindAsync(store, id, body.Name, cancellationToken);
        var types = body.Types?.Select(static type => TableOverrides.ParseType(type ?? string.Empty)).ToArray();
        var settings = TableOverrides.ParseSettings(body.NumberFormat, body.DateOrder);
        var corrected = TableRebuilder.Apply(
            new TableReading.Success(table, []), new TableOverrides(body.Name, Sheet: null, body.HeaderRow, types, settings), limits.Value);
        var stored = await TableStorage.PutAsync(store, TableStorage.Require(corrected), cancellationToken);
        return TypedResults.Created($"/tables/{stored.Id}", stored);
    }
}

/// <summary>What a person corrects in the preview of a source.</summary>
/// <param name="Name">The table's name; null = from the file.</param>
/// <param name="Sheet">The one sheet of a workbook to take; null = all.</param>
/// <param name="HeaderRow">The row with the column names, 0 = there is none. Of a source: 1 is its first row that is not empty. Of a stored table:
/// 1 is its header, 3 the second row below it.</param>
/// <param name="Types">By column; null entries are detected. Null = all are detected.</param>
/// <param name="Settings">How numbers, dates and bytes are written.</param>
internal sealed record TableOverrides(string? Name, string? Sheet, int? HeaderRow, IReadOnlyList<ColumnType?>? Types, TableSettings Settings)
{
    private const string Auto = "auto";

    /// <summary>Nothing is corrected.</summary>
    public static TableOverrides None { get; } = new(null, null, null, null, TableSettings.None);

    /// <summary>From the values of form fields or query parameters.</summary>
    /// <exception cref="RequestRefusedException">headerRow or types cannot be read (400).</exception>
    public static TableOverrides Parse(Func<string, string?> value) => new(
        NullIfBlank(value("name")),
        NullIfBlank(value("sheet")),
        ParseHeaderRow(NullIfBlank(value("headerRow"))),
        ParseTypes(NullIfBlank(value("types"))),
        ParseSettings(NullIfBlank(value("numberFormat")), NullIfBlank(value("dateOrder"))) with
        {
            Encoding = NullIfBlank(value("encoding")),
            KeepsTotals = "true".Equals(NullIfBlank(value("keepTotals")), StringComparison.OrdinalIgnoreCase),
        });

    /// <summary>Reads the names of a number format and a date order.</summary>
    /// <exception cref="RequestRefusedException">There is no such format or order (400).</exception>
    public static TableSettings ParseSettings(string? numberFormat, string? dateOrder) =>
        new() { NumberFormat = ParseName<NumberFormat>(numberFormat), DateOrder = ParseName<DateOrder>(dateOrder) };

    private static T? ParseName<T>(string? name)
        where T : struct, Enum => name is null ? null
        : !char.IsAsciiDigit(name[0]) && Enum.TryParse<T>(name, ignoreCase: true, out var value) ? value
        : throw InvalidTypes(
            $"'{KnownProblems.Shorten(name)}' is none of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");

    /// <summary>Reads types from JSON: an array with a type name, or null or "auto", for each column.</summary>
    /// <exception cref="RequestRefusedException">It is no such array (400).</exception>
    public static IReadOnlyList<ColumnType?> ParseTypes(JsonElement types) => types.ValueKind != JsonValueKind.Array
        ? throw InvalidTypes("It is not an array.")
        : [.. types.EnumerateArray().Select(static type => type.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => ParseType(JsonBody.Text(type)),
            _ => throw InvalidTypes($"{type.GetRawText()} is not the name of a type."),
        })];

    /// <summary>Reads the name of a type; "auto" and nothing leave it to detection.</summary>
    public static ColumnType? ParseType(string name) => name.Trim() switch
    {
        "" or Auto => null,
        var text when ColumnTypes.TryParse(text, out var type) => type,
        var text => throw InvalidTypes($"'{KnownProblems.Shorten(text)}' is not a type."),
    };

    private static int? ParseHeaderRow(string? text) => text is null
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? row
            : throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidHeaderRow,
                "The header row is not a row number",
                $"headerRow is '{KnownProblems.Shorten(text)}'. Give 1 for the first row, 2 for the next, or 0 where the source has no header."));

    private static IReadOnlyList<ColumnType?>? ParseTypes(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!text.StartsWith('['))
        {
            return [.. text.Split(',').Select(ParseType)];
        }

        using var document = JsonBody.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        return ParseTypes(document.RootElement);
    }

    private static RequestRefusedException InvalidTypes(Sentence found) => new(ProblemResult.BadRequest(
        ProblemCodes.InvalidTypes,
        "The column types cannot be read",
        $"{found} Give one of text, integer, number, date or auto for each column, in order."));

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Applies a person's corrections to a table that was read: another header row, other types.</summary>
internal static class TableRebuilder
{
    /// <summary>The reading with the corrections; a refusal stays one.</summary>
    /// <exception cref="RequestRefusedException">The corrections do not fit the table (400).</exception>
    public static TableReading Apply(TableReading reading, TableOverrides overrides, TableLimits limits)
    {
        if (reading is not TableReading.Success success)
        {
            return reading;
        }

        var corrected = overrides.HeaderRow is { } row and not 1
            ? WithHeader(success, row, overrides.Settings, limits)
            : WithSettings(success, overrides.Settings, limits);
        return corrected is TableReading.Success again && overrides.Types is { } types
            ? WithTypes(again, types, overrides.Settings, limits)
            : corrected;
    }

    private static TableReading WithSettings(TableReading.Success success, TableSettings given, TableLimits limits)
    {
        if (given.NumberFormat is null && given.DateOrder is null)
        {
            return success;
        }

        var table = success.Table;
        var rows = Enumerable.Range(0, table.RowCount).Select(index => CellTexts.Row(table.Row(index))).ToArray();
        return TableBuilder.Build(
            table.Name, [.. table.Columns.Select(static column => column.OriginalName)], rows, limits,
            settings: TableSettings.Of(table, given.NumberFormat, given.DateOrder));
    }

    private static TableReading WithHeader(TableReading.Success success, int row, TableSettings given, TableLimits limits)
    {
        var table = success.Table;
        if (row > table.RowCount + 1)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidHeaderRow,
                "There is no such row",
                $"headerRow is {row}, but '{table.Name}' has {table.RowCount + 1} rows with the header it was read with."));
        }

        var settings = TableSettings.Of(table, given.NumberFormat, given.DateOrder);
        IReadOnlyList<string?> header = [.. table.Columns.Select(static column => column.OriginalName)];
        var rows = Enumerable.Range(0, table.RowCount).Select(index => CellTexts.Row(table.Row(index)));
        var rebuilt = row == 0
            ? TableBuilder.Build(table.Name, new string?[header.Count], [header, .. rows], limits, settings: settings)
            : TableBuilder.Build(table.Name, CellTexts.Row(table.Row(row - 2)), [.. rows.Skip(row - 1)], limits, settings: settings);
        return KeepRepairs(rebuilt, success.Repairs.Where(static repair => !IsOfHeader(repair)));
    }

    private static TableReading WithTypes(
        TableReading.Success success, IReadOnlyList<ColumnType?> types, TableSettings given, TableLimits limits)
    {
        var table = success.Table;
        if (types.Count > table.Columns.Count)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidTypes,
                "There are more types than columns",
                $"'{table.Name}' has {table.Columns.Count} columns, but {types.Count} types are given."));
        }

        var all = table.Columns.Select((column, index) => (index < types.Count ? types[index] : null) ?? column.Type).ToArray();
        var rows = Enumerable.Range(0, table.RowCount).Select(index => CellTexts.Row(table.Row(index))).ToArray();
        var rebuilt = TableBuilder.Build(
            table.Name,
            [.. table.Columns.Select(static column => column.OriginalName)],
            rows,
            limits,
            all,
            settings: TableSettings.Of(table, given.NumberFormat, given.DateOrder));
        if (rebuilt is not TableReading.Success again)
        {
            return rebuilt;
        }

        // What was said of a column holds no longer where its type is another.
        var retyped = table.Columns.Where((column, index) => all[index] != column.Type).Select(static column => $"\"{column.Name}\"").ToList();
        var kept = success.Repairs.Where(repair => !again.Repairs.Contains(repair)
            && !(IsOfColumn(repair) && retyped.Exists(name => repair.Message.Contains(name, StringComparison.Ordinal))));
        return again with { Repairs = [.. kept, .. again.Repairs], Header = success.Header };
    }

    private static bool IsOfColumn(TableRepair repair) =>
        repair.Code is "staysText" or "numberFormat" or "units" or "dateOrder" or "timeZone" or "missing" or "unread" or "scale" or "flags"
            or "sides";

    private static TableReading KeepRepairs(TableReading reading, IEnumerable<TableRepair> before) =>
        reading is TableReading.Success success ? success with { Repairs = [.. before, .. success.Repairs] } : reading;

    private static bool IsOfHeader(TableRepair repair) => repair.Code is "emptyHeader" or "duplicateHeader";
}
