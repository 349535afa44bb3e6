using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>
/// Makes a typed <see cref="Table"/> of a header and rows of text: repairs names and row lengths, drops empty rows, detects types, and says each repair.
/// Cells are trimmed; their text is kept beside the value.
/// </summary>
public static class TableBuilder
{
    /// <summary>Builds a table, or refuses in words. Never throws for what the source holds.</summary>
    /// <param name="name">Wanted name; made safe for SQL.</param>
    /// <param name="header">One entry a column; may be blank or repeated.</param>
    /// <param name="rows">Cells as text, in source order.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="types">Types by column where they are known; detected from the data otherwise.</param>
    /// <param name="strictRows">Refuse a row that is not as long as the header, rather than padding it: for rows sent by a program.</param>
    public static TableReading Build(
        string name,
        IReadOnlyList<string?> header,
        IReadOnlyList<IReadOnlyList<string?>> rows,
        TableLimits limits,
        IReadOnlyList<ColumnType>? types = null,
        bool strictRows = false)
    {
        if (strictRows && FindRagged(header.Count, rows) is { } ragged)
        {
            return ragged;
        }

        var repairs = new List<TableRepair>();
        var kept = DropEmptyRows(rows, repairs);
        var width = Math.Max(header.Count, kept.Count == 0 ? 0 : kept.Max(FilledLength));
        if (width == 0)
        {
            return new TableReading.Refused("empty", "There is no column: the source is empty. Give a header line and at least one row.");
        }

        if (CheckSize(width, kept, limits) is { } tooLarge)
        {
            return tooLarge;
        }

        ReportRaggedRows(header.Count, width, kept, repairs);
        var sources = KeptColumns(header, width, kept, types is not null, repairs);
        var names = HeaderNames.Make([.. sources.Select(source => source < header.Count ? header[source] : null)], repairs);
        var columns = new Column[sources.Count];
        var cells = new Cell[kept.Count * sources.Count];
        for (var c = 0; c < columns.Length; c++)
        {
            var source = sources[c];
            var (type, order) = types is not null && source < types.Count
                ? (types[source], types[source] == ColumnType.Date ? ColumnTyping.DateOrderOf(kept, source) : DateOrder.Unambiguous)
                : ColumnTyping.Detect(kept, source);
            columns[c] = new Column(names[c].Name, names[c].Original, type);
            for (var r = 0; r < kept.Count; r++)
            {
                cells[(r * columns.Length) + c] = CellParser.Parse(source < kept[r].Count ? kept[r][source] : null, type, order);
            }
        }

        var safeName = SafeNames.ForTable(name);
        return new TableReading.Success(new Table(safeName, columns, cells), repairs);
    }

    private static TableReading.Refused? FindRagged(int width, IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        for (var r = 0; r < rows.Count; r++)
        {
            if (rows[r].Count != width)
            {
                return new TableReading.Refused(
                    "raggedRows",
                    string.Create(CultureInfo.InvariantCulture, $"Row {r + 1} has {rows[r].Count} cells, but there are {width} columns. Send as many cells in every row."));
            }
        }

        return null;
    }

    private static List<IReadOnlyList<string?>> DropEmptyRows(IReadOnlyList<IReadOnlyList<string?>> rows, List<TableRepair> repairs)
    {
        var kept = new List<IReadOnlyList<string?>>(rows.Count);
        var dropped = 0;
        var first = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            if (FilledLength(rows[r]) > 0)
            {
                kept.Add(rows[r]);
            }
            else if (dropped++ == 0)
            {
                first = r + 1;
            }
        }

        if (dropped > 0)
        {
            repairs.Add(new TableRepair("emptyRow", dropped == 1
                ? string.Create(CultureInfo.InvariantCulture, $"Row {first} is empty and was left out.")
                : string.Create(CultureInfo.InvariantCulture, $"{dropped} empty rows were left out, the first is row {first}.")));
        }

        return kept;
    }

    /// <summary>Up to the last cell that holds something.</summary>
    private static int FilledLength(IReadOnlyList<string?> row)
    {
        for (var i = row.Count - 1; i >= 0; i--)
        {
            if (!string.IsNullOrWhiteSpace(row[i]))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static TableReading.Refused? CheckSize(int width, List<IReadOnlyList<string?>> rows, TableLimits limits)
    {
        if (width > limits.MaxColumns)
        {
            return TooLarge("tooManyColumns", $"The table has {width} columns; at most {limits.MaxColumns} are taken. Leave out columns that the question does not need.");
        }

        if (rows.Count > limits.MaxRows)
        {
            return TooLarge("tooManyRows", $"The table has {rows.Count} rows; at most {limits.MaxRows} are taken. Filter or split it.");
        }

        if ((long)width * rows.Count > limits.MaxCells)
        {
            return TooLarge("tooManyCells", $"The table has {(long)width * rows.Count} cells; at most {limits.MaxCells} are taken. Leave out rows or columns.");
        }

        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < rows[r].Count; c++)
            {
                if (rows[r][c]?.Length > limits.MaxCellLength)
                {
                    return TooLarge("cellTooLong", $"A cell in column {c + 1} has {rows[r][c]!.Length} characters; at most {limits.MaxCellLength} are taken. Shorten it.");
                }
            }
        }

        return null;
    }

    private static TableReading.Refused TooLarge(string code, FormattableString message) =>
        new(code, FormattableString.Invariant(message), TooLarge: true);

    private static void ReportRaggedRows(int headerWidth, int width, List<IReadOnlyList<string?>> rows, List<TableRepair> repairs)
    {
        var shorter = rows.Count(row => row.Count < headerWidth);
        if (shorter > 0)
        {
            repairs.Add(new TableRepair("raggedRow", FormattableString.Invariant(
                $"{shorter} {(shorter == 1 ? "row is" : "rows are")} shorter than the header; the missing cells at the end are empty.")));
        }

        if (width > headerWidth)
        {
            var longer = rows.Count(row => FilledLength(row) > headerWidth);
            repairs.Add(new TableRepair("raggedRow", FormattableString.Invariant(
                $"{longer} {(longer == 1 ? "row is" : "rows are")} longer than the header; {width - headerWidth} {(width - headerWidth == 1 ? "column was" : "columns were")} added so that no cell is lost.")));
        }
    }

    /// <summary>Without given types, a column that has neither a header nor any cell is left out (trailing delimiters).</summary>
    private static List<int> KeptColumns(
        IReadOnlyList<string?> header, int width, List<IReadOnlyList<string?>> rows, bool typed, List<TableRepair> repairs)
    {
        var kept = new List<int>(width);
        for (var c = 0; c < width; c++)
        {
            var blank = !typed && (c >= header.Count || SafeNames.OneLine(header[c]).Length == 0);
            if (!blank || rows.Exists(row => c < row.Count && !string.IsNullOrWhiteSpace(row[c])))
            {
                kept.Add(c);
            }
        }

        if (kept.Count == 0)
        {
            kept.Add(0);
        }

        if (kept.Count < width)
        {
            repairs.Add(new TableRepair("droppedColumn", FormattableString.Invariant(
                $"{width - kept.Count} {(width - kept.Count == 1 ? "column" : "columns")} without a header and without any cell left out.")));
        }

        return kept;
    }
}
