using System.Globalization;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>What a person corrects in the preview of a source.</summary>
/// <param name="Name">The table's name; null = from the file.</param>
/// <param name="Sheet">The one sheet of a workbook to take; null = all.</param>
/// <param name="HeaderRow">The row with the column names: 1 is the row that is the header by itself, 0 = there is none, 3 = the second row below it.</param>
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
        : throw InvalidTypes($"'{KnownProblems.Shorten(name)}' is none of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");

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
        var text => throw InvalidTypes($"'{KnownProblems.Shorten(text)}' is no type."),
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

    private static RequestRefusedException InvalidTypes(string found) => new(ProblemResult.BadRequest(
        ProblemCodes.InvalidTypes,
        "The column types cannot be read",
        $"{found} Give one of text, integer, number, date or auto for each column, in order."));

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
