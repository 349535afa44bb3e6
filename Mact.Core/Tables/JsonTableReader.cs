using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mact.Core.Tables;

/// <summary>
/// Reads a table from JSON: an array of objects (columns are the union of their names, in order of appearance), an array of arrays (the first is the
/// header), an object with <c>columns</c>, <c>rows</c> (or <c>data</c>) and, where they are known, <c>types</c>, an object of columns or of named
/// rows, values one behind the other (JSON Lines), or any of the arrays inside of objects. Objects in a row become columns "a.b"; arrays in a row
/// stay JSON.
/// </summary>
public static class JsonTableReader
{
    /// <summary>Reads a file. Never throws for what it holds.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static TableReading Read(
        string name, ReadOnlyMemory<byte> bytes, TableLimits limits, TableSettings? settings = null, CancellationToken cancellationToken = default)
    {
        if (bytes.Length > limits.MaxBytes)
        {
            return limits.TooManyBytes(bytes.Length);
        }

        if (settings?.Encoding is null && SourceText.Utf8JsonOf(bytes, isNamed: true) is { } json)
        {
            return ReadUtf8(name, json, limits, settings, cancellationToken);
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
        string name, string text, TableLimits limits, TableSettings? settings = null, CancellationToken cancellationToken = default) =>
        ReadUtf8(name, Encoding.UTF8.GetBytes(text), limits, settings, cancellationToken);

    /// <summary>Reads UTF-8 without a mark, where it is: neither text nor copy is made of it.</summary>
    internal static TableReading ReadUtf8(
        string name, ReadOnlyMemory<byte> text, TableLimits limits, TableSettings? settings, CancellationToken cancellationToken)
    {
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new TableReading.Refused("empty", "The source is empty. Give an array of objects, or {\"columns\": […], \"rows\": [[…]]}.");
        }

        try
        {
            var repairs = new List<TableRepair>();
            using var document = JsonSource.Parse(text, limits, repairs);
            var reading = new Reader(
                name, limits, settings ?? TableSettings.None, new ReadingBudget(limits, cancellationToken)).ReadRoot(document.RootElement);
            return reading is TableReading.Success success ? success with { Repairs = [.. repairs, .. success.Repairs] } : reading;
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
                + $"Correct it there and send it again.");
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

    private sealed class Reader(string name, TableLimits limits, TableSettings settings, ReadingBudget budget)
    {
        private const int MaxNamed = 5;

        private string? _twice;

        public TableReading ReadRoot(JsonElement root)
        {
            if (root.ValueKind == JsonValueKind.Array)
            {
                return ReadArray(root);
            }

            if (root.ValueKind != JsonValueKind.Object)
            {
                return Unsupported("This JSON is not a table.");
            }

            if ((Array(root, "columns") ?? Array(root, "header") ?? Array(root, "headers") ?? Array(root, "fields")) is { } columns
                && (Array(root, "rows") ?? Array(root, "data") ?? Array(root, "values")) is { } rows
                && columns.EnumerateArray().All(static name => name.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                && !rows.EnumerateArray().All(static row => row.ValueKind == JsonValueKind.Object))
            {
                return ReadColumnsAndRows(root, columns, rows);
            }

            if (IsColumns(root))
            {
                return ReadColumns(root);
            }

            var found = new List<(JsonPath Path, JsonElement Array)>();
            FindArrays(root, null, 0, found);
            if (found.Count == 0)
            {
                return ReadNamed(root);
            }

            // A list of the fields may be longer than the table that it describes.
            var tables = found.FindAll(static item => !item.Path.DescribesTable) is { Count: > 0 } kept ? kept : found;
            var (path, array) = tables.MaxBy(static item => JsonSize.CountCells(item.Array));
            var left = found.FindAll(item => item.Path != path);
            var others = string.Join(", ", left.Take(MaxNamed).Select(static item => $"{item.Path.Show()} ({item.Array.GetArrayLength()})"))
                + (left.Count > MaxNamed ? ", …" : string.Empty);
            return ReadArray(array) switch
            {
                TableReading.Success success => success with
                {
                    Repairs =
                    [
                        new(
                            "jsonPath",
                            left.Count == 0
                                ? (Sentence)$"The rows were found in {path.Show()}."
                                : $"The rows were found in {path.Show()}, the largest of {found.Count} arrays; left out with so many items each: "
                                    + $"{others}."),
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

            var items = array.EnumerateArray().Where(static item => item.ValueKind != JsonValueKind.Null).ToList();
            return items.TrueForAll(static item => item.ValueKind == JsonValueKind.Object) ? ReadObjects(items, count - items.Count)
                : items.TrueForAll(static item => item.ValueKind == JsonValueKind.Array) ? ReadArrays(items)
                : items.Exists(static item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                    ? Unsupported("The array mixes objects with other things.")
                    : Pairs(["value"], array.EnumerateArray().Select(static item => new[] { CellText(item) }));
        }

        /// <summary>Rows as those of a sheet: where the header is, their shape says.</summary>
        private TableReading ReadArrays(List<JsonElement> items) => TableFrame.Build(
            name,
            items.ConvertAll(item => Cells(item) is var cells && cells.All(string.IsNullOrWhiteSpace)
                ? []
                : cells.Select(static cell => cell ?? string.Empty).ToArray()),
            limits,
            settings,
            []);

        /// <summary>{"anna": {"age": 3}, "ben": {"age": 4}} is a row for each name, {"age": {"0": 3, "1": 4}} a column, and any other object one
        /// row.</summary>
        private TableReading ReadNamed(JsonElement root)
        {
            var properties = root.EnumerateObject().ToList();
            if (properties.Count == 0)
            {
                return Unsupported("This JSON is not a table.");
            }

            if (properties.Count > 1 && properties.TrueForAll(static property => property.Value.ValueKind == JsonValueKind.Object))
            {
                return properties.TrueForAll(property => IsIndexed(property.Value, properties[0].Value)) ? ReadIndexedColumns(properties)
                    : ReadObjects(
                        properties.ConvertAll(static property => property.Value), 0, properties.ConvertAll(static property => property.Name));
            }

            // {"data": {"anna": {…}, "ben": {…}}}
            if (properties is [{ Value.ValueKind: JsonValueKind.Object } only] && only.Value.EnumerateObject().ToList() is { Count: > 1 } inner
                && inner.TrueForAll(static property => property.Value.ValueKind == JsonValueKind.Object)
                && ReadNamed(only.Value) is TableReading.Success read)
            {
                return read with { Repairs = [new("jsonPath", $"The rows were found in {new JsonPath(only.Name, null).Show()}."), .. read.Repairs] };
            }

            return properties.Count > 2 && properties.TrueForAll(property => property.Value.ValueKind == properties[0].Value.ValueKind)
                && properties[0].Value.ValueKind == JsonValueKind.Number
                ? Pairs(["key", "value"], properties.Select(static property => new[] { property.Name, CellText(property.Value) }))
                : ReadObjects([root], 0);
        }

        private TableReading Pairs(string[] header, IEnumerable<string?[]> rows) =>
            TableBuilder.Build(name, header, [.. rows], limits, settings: settings);

        private static bool IsIndexed(JsonElement column, JsonElement first) =>
            column.EnumerateObject().Count() == first.EnumerateObject().Count()
            && column.EnumerateObject().Index().All(static cell => cell.Item.Name == cell.Index.ToString());

        private TableReading ReadIndexedColumns(List<JsonProperty> columns)
        {
            budget.Column(columns.Count);
            var cells = columns.ConvertAll(column => column.Value.EnumerateObject().Select(static cell => CellText(cell.Value)).ToArray());
            var rows = Enumerable.Range(0, cells[0].Length).Select(r => cells.Select(column => column[r]).ToArray()).ToArray();
            return TableBuilder.Build(name, [.. columns.Select(static column => column.Name)], rows, limits, settings: settings);
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
                    return Unsupported($"{type.GetRawText()} is not a column type: use text, integer, number or date.");
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

        private void FindArrays(JsonElement element, JsonPath? path, int depth, List<(JsonPath Path, JsonElement Array)> found)
        {
            foreach (var property in depth < JsonSize.MaxNesting ? element.EnumerateObject() : default)
            {
                budget.Step();
                if (property.Value.ValueKind == JsonValueKind.Object)
                {
                    FindArrays(property.Value, new(property.Name, path), depth + 1, found);
                }
                else if (property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() > 0
                    && property.Value[0].ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    found.Add((new(property.Name, path), property.Value));
                }
            }
        }

        private TableReading ReadObjects(List<JsonElement> items, int missing, List<string>? names = null)
        {
            var columns = new List<string>();
            var level = new JsonLevel(string.Empty);
            var rows = new List<IReadOnlyList<string?>>(items.Count);
            var row = new List<string?>();
            if (names is not null)
            {
                columns.Add("key");
                level.Slots.Add("key", 0);
            }

            foreach (var item in items)
            {
                row.Clear();
                if (names is not null)
                {
                    row.Add(names[rows.Count]);
                }

                ReadObject(item, level, 0, row, columns);
                if ((long)columns.Count * (rows.Count + 1) > limits.MaxCells)
                {
                    return limits.TooManyCells((long)columns.Count * (rows.Count + 1));
                }

                budget.Row(row.Count);
                rows.Add([.. row]);
            }

            if (columns.Count == 0)
            {
                return new TableReading.Refused("empty", "The objects have no names. Give at least one column.");
            }

            // Objects may leave a name out; that is a missing value, not a repair.
            var padded = rows.ConvertAll<IReadOnlyList<string?>>(
                cells => cells.Count == columns.Count ? cells : [.. cells, .. new string?[columns.Count - cells.Count]]);
            var reading = TableBuilder.Build(name, columns, padded, limits, settings: settings, keepEmptyRows: true);
            List<TableRepair> repairs =
                missing > 0 ? [new("emptyRow", $"{missing} of the items {(missing == 1 ? "is" : "are"):words} null and left out.")] : [];
            if (_twice is not null)
            {
                repairs.Add(new("duplicateName", $"The name \"{_twice}\" stands twice in one object; the later value was taken."));
            }

            return reading is TableReading.Success success ? success with { Repairs = [.. repairs, .. success.Repairs] } : reading;
        }

        private void ReadObject(JsonElement item, JsonLevel level, int depth, List<string?> row, List<string> columns)
        {
            foreach (var property in item.EnumerateObject())
            {
                budget.Step();
                if (property.Value.ValueKind == JsonValueKind.Object && depth < JsonSize.MaxNesting)
                {
                    ref var inner = ref CollectionsMarshal.GetValueRefOrAddDefault(level.Inner, property.Name, out _);
                    inner ??= new JsonLevel(level.NameOf(property.Name) + ".");
                    ReadObject(property.Value, inner, depth + 1, row, columns);
                    continue;
                }

                ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(level.Slots, property.Name, out var known);
                if (!known)
                {
                    slot = columns.Count;
                    columns.Add(level.NameOf(property.Name));
                    budget.Column(columns.Count);
                }

                while (row.Count <= slot)
                {
                    row.Add(null);
                }

                _twice ??= row[slot] is null ? null : level.Prefix + property.Name;
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

        private static TableReading.Refused Unsupported(Sentence what) => new(
            "unsupported",
            $"{what} Give an array of objects, an array of arrays with the header first, or {{\"columns\": […], \"rows\": [[…]]}}.");
    }
}
