using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mact.Core.Tables;

/// <summary>
/// Reads a table from JSON: an array of objects (columns are the union of their names, in order of appearance), an array of arrays (the first is the header),
/// or an object with <c>columns</c>, <c>rows</c> and, where they are known, <c>types</c>.
/// </summary>
public static class JsonTableReader
{
    /// <summary>Reads a file. Never throws for what it holds.</summary>
    public static TableReading Read(string name, ReadOnlyMemory<byte> bytes, TableLimits limits)
    {
        if (bytes.Length > limits.MaxBytes)
        {
            return new TableReading.Refused(
                "tooManyBytes", FormattableString.Invariant($"The source has {bytes.Length} bytes; at most {limits.MaxBytes} are taken. Leave out rows or columns."), TooLarge: true);
        }

        var repairs = new List<TableRepair>();
        return Read(name, SourceText.Decode(bytes.Span, repairs), limits) switch
        {
            TableReading.Success success => success with { Repairs = [.. repairs, .. success.Repairs] },
            var other => other,
        };
    }

    /// <summary>Reads text. Never throws for what it holds.</summary>
    public static TableReading Read(string name, string text, TableLimits limits)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new TableReading.Refused("empty", "The source is empty. Give an array of objects, or {\"columns\": […], \"rows\": [[…]]}.");
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return ReadRoot(name, document.RootElement, limits);
        }
        catch (JsonException exception)
        {
            return new TableReading.Refused("brokenJson", FormattableString.Invariant(
                $"The JSON is broken at line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1}: {Reason(exception)} Correct it there and send it again."));
        }
        catch (InvalidOperationException)
        {
            return new TableReading.Refused("brokenJson", "The JSON holds a text that is not valid Unicode (half of a surrogate pair). Correct it and send it again.");
        }
    }

    private static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    private static TableReading ReadRoot(string name, JsonElement root, TableLimits limits)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            var items = root.EnumerateArray().ToList();
            return items.Count == 0
                ? new TableReading.Refused("empty", "The array is empty. Give at least one row.")
                : items.TrueForAll(item => item.ValueKind == JsonValueKind.Object)
                    ? ReadObjects(name, items, limits)
                    : items.TrueForAll(item => item.ValueKind == JsonValueKind.Array)
                        ? TableBuilder.Build(name, Cells(items[0]), [.. items.Skip(1).Select(Cells)], limits, strictRows: true)
                        : Unsupported("The array mixes objects with other things.");
        }

        if (root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("columns", out var columns) && columns.ValueKind == JsonValueKind.Array
            && root.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array)
        {
            if (!rows.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Array))
            {
                return Unsupported("\"rows\" holds something that is not an array of cells.");
            }

            var types = new List<ColumnType>();
            if (root.TryGetProperty("types", out var given) && given.ValueKind == JsonValueKind.Array)
            {
                foreach (var type in given.EnumerateArray())
                {
                    if (type.ValueKind != JsonValueKind.String || !ColumnTypes.TryParse(type.GetString(), out var parsed))
                    {
                        return Unsupported($"{type.GetRawText()} is no column type: use text, integer, number or date.");
                    }

                    types.Add(parsed);
                }
            }

            return TableBuilder.Build(
                name, Cells(columns), [.. rows.EnumerateArray().Select(Cells)], limits, types.Count > 0 ? types : null, strictRows: true);
        }

        return Unsupported("This JSON is no table.");
    }

    private static TableReading ReadObjects(string name, List<JsonElement> items, TableLimits limits)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<IReadOnlyList<string?>>(items.Count);
        var row = new List<string?>();
        foreach (var item in items)
        {
            row.Clear();
            foreach (var property in item.EnumerateObject())
            {
                ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(index, property.Name, out var known);
                slot = known ? slot : index.Count - 1;
                while (row.Count <= slot)
                {
                    row.Add(null);
                }

                row[slot] = CellText(property.Value);
            }

            if (index.Count > limits.MaxColumns)
            {
                return new TableReading.Refused(
                    "tooManyColumns", FormattableString.Invariant($"The objects have more than {limits.MaxColumns} names together; at most that many columns are taken."), TooLarge: true);
            }

            rows.Add([.. row]);
        }

        // Objects may leave a name out; that is a missing value, not a repair.
        var padded = rows.ConvertAll<IReadOnlyList<string?>>(cells => cells.Count == index.Count ? cells : [.. cells, .. new string?[index.Count - cells.Count]]);
        return TableBuilder.Build(name, [.. index.Keys], padded, limits);
    }

    private static string?[] Cells(JsonElement array) => [.. array.EnumerateArray().Select(CellText)];

    private static string? CellText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static TableReading.Refused Unsupported(string what) =>
        new("unsupported", what + " Give an array of objects, an array of arrays with the header first, or {\"columns\": […], \"rows\": [[…]]}.");
}
