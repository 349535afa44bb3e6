using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mact.Core.Tables;

/// <summary>
/// Reads a table from JSON: an array of objects (columns are the union of their names, in order of appearance), an array of arrays (the first is the
/// header), an object with <c>columns</c>, <c>rows</c> (or <c>data</c>) and, where they are known, <c>types</c>, an object of columns, one object a
/// line, or any of the arrays inside of objects. Objects in a row become columns "a.b"; arrays in a row stay JSON.
/// </summary>
public static class JsonTableReader
{
    private const int MaxNesting = 8;

    /// <summary>Reads a file. Never throws for what it holds.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static TableReading Read(
        string name, ReadOnlyMemory<byte> bytes, TableLimits limits, TableSettings? settings = null, CancellationToken cancellationToken = default)
    {
        if (bytes.Length > limits.MaxBytes)
        {
            return limits.TooManyBytes(bytes.Length);
        }

        var repairs = new List<TableRepair>();
        if (SourceText.Decode(bytes.Span, settings?.Encoding, repairs) is not { } text)
        {
            return SourceText.UnknownEncoding(settings?.Encoding);
        }

        return Read(name, text, limits, settings, cancellationToken) switch
        {
            TableReading.Success success => success with { Repairs = [.. repairs, .. success.Repairs] },
            var other => other,
        };
    }

    /// <summary>Reads text. Never throws for what it holds.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static TableReading Read(
        string name, string text, TableLimits limits, TableSettings? settings = null, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new TableReading.Refused("empty", "The source is empty. Give an array of objects, or {\"columns\": […], \"rows\": [[…]]}.");
        }

        try
        {
            var areLines = IsJsonLines(text);
            if (areLines && CountFilled(text) is var count && count > limits.MaxRows + 1)
            {
                return limits.TooManyRows(count);
            }

            using var document = JsonDocument.Parse(areLines ? ToArray(text) : text);
            return new Reader(
                name, limits, settings ?? TableSettings.None, new ReadingBudget(limits, cancellationToken)).ReadRoot(document.RootElement);
        }
        catch (SourceRefusedException exception)
        {
            return exception.Reading;
        }
        catch (JsonException exception)
        {
            return new TableReading.Refused(
                "brokenJson",
                $"The JSON is broken at line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1}: {Reason(exception)} "
                + "Correct it there and send it again.");
        }
        catch (InvalidOperationException)
        {
            return new TableReading.Refused(
                "brokenJson", "The JSON holds a text that is not valid Unicode (half of a surrogate pair). Correct it and send it again.");
        }
    }

    private static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    /// <summary>A first line that is an object of its own, and another line that begins one.</summary>
    private static bool IsJsonLines(string text)
    {
        var start = text.AsSpan().TrimStart();
        var end = start.IndexOf('\n');
        if (end < 0 || start[0] is not ('{' or '[') || start[(end + 1)..].TrimStart() is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            using var first = JsonDocument.Parse(start[..end].ToString());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Lines as the items of an array, each where it was, so that errors name the right line.</summary>
    private static string ToArray(string text)
    {
        var left = CountFilled(text);
        var array = new StringBuilder("[", text.Length + left + 2);
        foreach (var line in text.AsSpan().Split('\n'))
        {
            if (!text.AsSpan(line).IsWhiteSpace())
            {
                array.Append(text.AsSpan(line)).Append(--left > 0 ? "," : string.Empty);
            }

            array.Append('\n');
        }

        return array.Append(']').ToString();
    }

    private static int CountFilled(string text)
    {
        var count = 0;
        foreach (var line in text.AsSpan().Split('\n'))
        {
            count += text.AsSpan(line).IsWhiteSpace() ? 0 : 1;
        }

        return count;
    }

    private sealed class Reader(string name, TableLimits limits, TableSettings settings, ReadingBudget budget)
    {
        public TableReading ReadRoot(JsonElement root)
        {
            if (root.ValueKind == JsonValueKind.Array)
            {
                return ReadArray(root);
            }

            if (root.ValueKind != JsonValueKind.Object)
            {
                return Unsupported("This JSON is no table.");
            }

            if (Array(root, "columns") is { } columns && (Array(root, "rows") ?? Array(root, "data")) is { } rows)
            {
                return ReadColumnsAndRows(root, columns, rows);
            }

            if (IsColumns(root))
            {
                return ReadColumns(root);
            }

            var found = new List<(string Path, JsonElement Array)>();
            FindArrays(root, string.Empty, 0, found);
            if (found.Count == 0)
            {
                return Unsupported("This JSON is no table.");
            }

            var (path, array) = found.MaxBy(static item => item.Array.GetArrayLength());
            return ReadArray(array) switch
            {
                TableReading.Success success => success with
                {
                    Repairs =
                    [
                        new(
                            "jsonPath",
                            $"The rows were found in {path}{(found.Count > 1 ? $", the longest of {found.Count} arrays" : string.Empty)}."),
                        .. success.Repairs,
                    ],
                },
                var other => other,
            };
        }

        private TableReading ReadArray(JsonElement array)
        {
            var count = array.GetArrayLength();
            if (count == 0)
            {
                return new TableReading.Refused("empty", "The array is empty. Give at least one row.");
            }

            if (count > limits.MaxRows + 1)
            {
                return limits.TooManyRows(count);
            }

            return array.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Object) ? ReadObjects(array)
                : array.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Array)
                    ? TableBuilder.Build(
                        name, Cells(array[0]), [.. array.EnumerateArray().Skip(1).Select(Cells)], limits, strictRows: true, settings: settings)
                    : Unsupported("The array mixes objects with other things.");
        }

        private TableReading ReadColumnsAndRows(JsonElement root, JsonElement columns, JsonElement rows)
        {
            if (rows.GetArrayLength() > limits.MaxRows)
            {
                return limits.TooManyRows(rows.GetArrayLength());
            }

            if (!rows.EnumerateArray().All(static row => row.ValueKind == JsonValueKind.Array))
            {
                return Unsupported("\"rows\" holds something that is not an array of cells.");
            }

            var types = new List<ColumnType>();
            foreach (var type in Array(root, "types")?.EnumerateArray() ?? default)
            {
                if (type.ValueKind != JsonValueKind.String || !ColumnTypes.TryParse(type.GetString(), out var parsed))
                {
                    return Unsupported($"{type.GetRawText()} is no column type: use text, integer, number or date.");
                }

                types.Add(parsed);
            }

            return TableBuilder.Build(
                name, Cells(columns), [.. rows.EnumerateArray().Select(Cells)], limits, types.Count > 0 ? types : null, strictRows: true, settings);
        }

        /// <summary>{"name": ["a", "b"], "n": [1, 2]}: every value an array of plain values, all of one length.</summary>
        private static bool IsColumns(JsonElement root) =>
            root.EnumerateObject().Count() > 1
            && root.EnumerateObject().All(property => property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() > 0
                && property.Value.EnumerateArray().All(static item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
            && root.EnumerateObject().Select(static property => property.Value.GetArrayLength()).Distinct().Count() == 1;

        private TableReading ReadColumns(JsonElement root)
        {
            var columns = root.EnumerateObject().ToList();
            budget.Column(columns.Count);
            var cells = columns.ConvertAll(column => Cells(column.Value));
            if (cells[0].Length > limits.MaxRows)
            {
                return limits.TooManyRows(cells[0].Length);
            }

            var rows = Enumerable.Range(0, cells[0].Length).Select(r => cells.Select(column => column[r]).ToArray()).ToArray();
            return TableBuilder.Build(name, [.. columns.Select(static column => column.Name)], rows, limits, settings: settings);
        }

        private void FindArrays(JsonElement element, string path, int depth, List<(string Path, JsonElement Array)> found)
        {
            foreach (var property in depth < MaxNesting ? element.EnumerateObject() : default)
            {
                budget.Step();
                var inner = path.Length == 0 ? property.Name : path + "." + property.Name;
                if (property.Value.ValueKind == JsonValueKind.Object)
                {
                    FindArrays(property.Value, inner, depth + 1, found);
                }
                else if (property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() > 0
                    && property.Value[0].ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    found.Add((inner, property.Value));
                }
            }
        }

        private TableReading ReadObjects(JsonElement items)
        {
            var index = new Dictionary<string, int>(StringComparer.Ordinal);
            var rows = new List<IReadOnlyList<string?>>(items.GetArrayLength());
            var row = new List<string?>();
            foreach (var item in items.EnumerateArray())
            {
                row.Clear();
                ReadObject(item, string.Empty, 0, row, index);
                if ((long)index.Count * (rows.Count + 1) > limits.MaxCells)
                {
                    return limits.TooManyCells((long)index.Count * (rows.Count + 1));
                }

                budget.Row(row.Count);
                rows.Add([.. row]);
            }

            if (index.Count == 0)
            {
                return new TableReading.Refused("empty", "The objects have no names. Give at least one column.");
            }

            // Objects may leave a name out; that is a missing value, not a repair.
            var padded = rows.ConvertAll<IReadOnlyList<string?>>(
                cells => cells.Count == index.Count ? cells : [.. cells, .. new string?[index.Count - cells.Count]]);
            return TableBuilder.Build(name, [.. index.Keys], padded, limits, settings: settings);
        }

        private void ReadObject(JsonElement item, string prefix, int depth, List<string?> row, Dictionary<string, int> index)
        {
            foreach (var property in item.EnumerateObject())
            {
                budget.Step();
                if (property.Value.ValueKind == JsonValueKind.Object && depth < MaxNesting)
                {
                    ReadObject(property.Value, prefix + property.Name + ".", depth + 1, row, index);
                    continue;
                }

                ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(index, prefix + property.Name, out var known);
                slot = known ? slot : index.Count - 1;
                budget.Column(index.Count);
                while (row.Count <= slot)
                {
                    row.Add(null);
                }

                row[slot] = CellText(property.Value);
                budget.Cell(slot + 1, row[slot]?.Length ?? 0);
            }
        }

        private string?[] Cells(JsonElement array)
        {
            budget.Row(Math.Min(array.GetArrayLength(), 1));
            budget.Step();
            return [.. array.EnumerateArray().Select(CellText)];
        }

        private static JsonElement? Array(JsonElement root, string property) =>
            root.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;

        private static string? CellText(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };

        private static TableReading.Refused Unsupported(string what) =>
            new("unsupported", what + " Give an array of objects, an array of arrays with the header first, or {\"columns\": […], \"rows\": [[…]]}.");
    }
}
