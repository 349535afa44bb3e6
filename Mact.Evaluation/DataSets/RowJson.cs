using System.Text.Json;

namespace Mact.Evaluation.DataSets;

/// <summary>Members of a row's JSON, refused in words where they are of another kind.</summary>
internal static class RowJson
{
    /// <summary>The first of several names that is there, or null.</summary>
    public static JsonElement? Find(JsonElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The first of several names that is there.</summary>
    /// <exception cref="BadRowException">None is.</exception>
    public static JsonElement Require(JsonElement row, params ReadOnlySpan<string> names) =>
        Find(row, names) ?? throw new BadRowException($"'{names[0]}' is missing.");

    /// <summary>A text, or the text of a number.</summary>
    public static string? Text(JsonElement? value) => value is { } element ? Cell(element) : null;

    /// <summary>A text, number, true, false; null for JSON's null.</summary>
    /// <exception cref="BadRowException">It is a list or an object.</exception>
    public static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new BadRowException("A list or an object stands where a text or a number is expected."),
    };

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public static IReadOnlyList<string> Texts(JsonElement? value) => value switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(static item => Cell(item) ?? string.Empty)],
        { } single => [Cell(single) ?? string.Empty],
    };

    /// <summary>A list of rows of cells.</summary>
    /// <exception cref="BadRowException">It is no list of lists.</exception>
    public static IReadOnlyList<IReadOnlyList<string?>> Rows(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(static row => row.ValueKind != JsonValueKind.Array))
        {
            throw new BadRowException($"'{name}' is no list of rows.");
        }

        return [.. value.EnumerateArray().Select(static row => (IReadOnlyList<string?>)[.. row.EnumerateArray().Select(Cell)])];
    }

    public static string Position(int number) => number.ToString();
}
