using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>Reads <c>{"name"?, "columns": […], "rows": [[…]], "types"?}</c>; a column is a name or <c>{"name", "type"?}</c>.</summary>
internal static class JsonTable
{
    /// <summary>Whether an object has what makes it a table.</summary>
    public static bool IsTable(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && (element.TryGetProperty("columns", out _) || element.TryGetProperty("rows", out _));

    /// <summary>The value of "name", or null.</summary>
    public static string? NameOf(JsonElement element) =>
        element.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && JsonBody.Text(name).Trim() is { Length: > 0 } text ? text : null;

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

        if (rows.GetArrayLength() > limits.MaxRows)
        {
            return new TableReading.Refused(
                "tooManyRows", $"{path} has {rows.GetArrayLength()} rows; at most {limits.MaxRows} are taken. Filter or split it.", TooLarge: true);
        }

        var types = new List<ColumnType?>();
        IReadOnlyList<string?> header = [.. columns.EnumerateArray().Select((column, index) => ReadColumn(column, $"{path}.columns[{index}]", types))];
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
                types.Add(column.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? TableOverrides.ParseType(JsonBody.Text(type)) : null);
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
        _ => throw Invalid($"{path}{(index is null ? string.Empty : $"[{index}]")} is an object or an array; a cell is a text, a number, true, false or null."),
    };

    private static RequestRefusedException Invalid(string message) =>
        new(ProblemResult.BadRequest(ProblemCodes.InvalidTable, "The table is not of the right shape", message));
}
