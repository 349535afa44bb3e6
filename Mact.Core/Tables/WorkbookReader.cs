using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using static Mact.Core.Tables.TableRepairs;

namespace Mact.Core.Tables;

/// <summary>
/// Reads every sheet of a workbook (.xlsx, .xlsb, .xls). Cells are read as the values that Excel has stored, shown as their format shows them; merged
/// cells of a column stand in each of their rows. Titles, notes and the header are told apart by their shape.
/// </summary>
public static class WorkbookReader
{
    private static readonly SearchValues<char> CurrencySymbols = SearchValues.Create("$€£¥₩₹₽");

    static WorkbookReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>All sheets in order; one refusal under the workbook's name where it cannot be read at all. Never throws for what it holds.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static IReadOnlyList<SheetReading> Read(
        string name, ReadOnlyMemory<byte> bytes, TableLimits limits, TableSettings? settings = null, CancellationToken cancellationToken = default)
    {
        if (bytes.Length > limits.MaxBytes)
        {
            return [new(name, limits.TooManyBytes(bytes.Length))];
        }

        using var stream = MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
        try
        {
            var budget = new ReadingBudget(limits, cancellationToken);
            var facts = WorkbookCheck.Check(stream, budget);
            stream.Position = 0;
            var configuration = new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding(1252), LeaveOpen = true };
            using var reader = ExcelReaderFactory.CreateReader(stream, configuration);
            var sheets = new List<SheetReading>();
            do
            {
                var sheet = string.IsNullOrWhiteSpace(reader.Name) ? name : reader.Name;
                var sheetFacts = facts.ElementAtOrDefault(sheets.Count) ?? new();
                sheets.Add(new SheetReading(sheet, ReadSheet(sheet, reader, settings ?? TableSettings.None, sheetFacts, budget.ForNextTable())));
            }
            while (sheets.Count < limits.MaxTables && reader.NextResult());
            return sheets;
        }
        catch (SourceRefusedException exception)
        {
            return [new(name, exception.Reading)];
        }
        catch (InvalidPasswordException)
        {
            return
            [
                new(name, new TableReading.Refused("encrypted", "The workbook is protected by a password. Save it without one and send it again.")),
            ];
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            // The reader throws many kinds of exceptions for broken files; none of them is the caller's to know.
            return
            [
                new(
                    name,
                    new TableReading.Refused("unsupported", "This could not be read as a workbook. Save it as .xlsx or as CSV and send it again.")),
            ];
        }
    }

    private static TableReading ReadSheet(
        string name, IExcelDataReader reader, TableSettings settings, SheetFacts facts, ReadingBudget budget)
    {
        try
        {
            var rows = new List<string[]>();
            var hiddenRows = 0;
            var late = new LateTimes();
            while (reader.Read())
            {
                rows.Add(ReadRow(reader, budget, late));
                hiddenRows += rows[^1].Length > 0 && reader.RowHeight == 0 ? 1 : 0;
            }

            var repairs = new List<TableRepair>();
            ReportHidden(reader, rows, hiddenRows, repairs);
            if (late.Count > 0)
            {
                repairs.Add(new(
                    "time",
                    $"{Counted(late.Count, "time is", "times are"):words} of a day or more, of which the sheet shows the last day's hours "
                        + $"({late.Shown}): read whole ({late.Whole})."));
            }

            if (reader.VisibleState is { } state && !state.Equals("visible", StringComparison.OrdinalIgnoreCase))
            {
                repairs.Add(new("hiddenSheet", $"The sheet \"{name}\" is hidden in the workbook."));
            }

            if (facts.Formulas is var formulas and > 0)
            {
                repairs.Add(new(
                    "formula",
                    $"The sheet has {formulas} {(formulas == 1 ? "formula" : "formulas"):words} without a stored value; these cells are empty. "
                        + $"Open and save it in Excel to have them."));
            }

            ShowErrors(rows, facts.Errors, budget);
            FillMerged(rows, reader.MergeCells ?? [], repairs, budget);
            return rows.TrueForAll(static row => row.Length == 0)
                ? new TableReading.Refused("empty", $"The sheet \"{name}\" is empty.")
                : TableFrame.Build(name, rows, budget.Limits, settings, repairs);
        }
        catch (SourceRefusedException exception)
        {
            return exception.Reading;
        }
    }

    /// <summary>Hidden rows and columns are read like the others, which is said.</summary>
    private static void ReportHidden(IExcelDataReader reader, List<string[]> rows, int hiddenRows, List<TableRepair> repairs)
    {
        var width = rows.Count == 0 ? 0 : rows.Max(static row => row.Length);
        var columns = Enumerable.Range(0, width).Where(column => reader.GetColumnWidth(column) == 0
            && rows.Exists(row => column < row.Length && row[column].Length > 0)).ToList();
        if (hiddenRows > 0)
        {
            repairs.Add(new("hiddenCells", $"{Counted(hiddenRows, "row is", "rows are"):words} hidden in the workbook; the table has them."));
        }

        if (columns.Count > 0)
        {
            repairs.Add(new("hiddenCells", $"{Counted(columns.Count, "column is", "columns are"):words} hidden in the workbook "
                + $"({string.Join(", ", columns.Take(5).Select(NameOfColumn))}); the table has them."));
        }
    }

    /// <summary>As Excel names it: "A", "AB".</summary>
    private static string NameOfColumn(int column) =>
        (column < 26 ? string.Empty : NameOfColumn((column / 26) - 1)) + (char)('A' + (column % 26));

    /// <summary>Times of a day or more in a format that shows only the hours of the last day, counted with an example.</summary>
    private sealed class LateTimes
    {
        public int Count { get; private set; }

        public string Shown { get; private set; } = string.Empty;

        public string Whole { get; private set; } = string.Empty;

        public void Add(string shown, string whole) => (Count, Shown, Whole) = Count == 0 ? (1, shown, whole) : (Count + 1, Shown, Whole);
    }

    private static string[] ReadRow(IExcelDataReader reader, ReadingBudget budget, LateTimes late)
    {
        var width = reader.FieldCount;
        while (width > 0 && reader.GetValue(width - 1) is null or "")
        {
            width--;
        }

        budget.Column(width);
        budget.Empty(reader.FieldCount - width);
        budget.Row(width);
        if (width == 0)
        {
            return [];
        }

        var row = new string[width];
        var filled = false;
        for (var i = 0; i < width; i++)
        {
            row[i] = CellText(reader, i, late) ?? string.Empty;
            filled |= !string.IsNullOrWhiteSpace(row[i]);
            budget.Cell(i + 1, row[i].Length);
        }

        return filled ? row : [];
    }

    /// <summary>The library reads "#DIV/0!" as an empty cell.</summary>
    private static void ShowErrors(List<string[]> rows, Dictionary<(int Row, int Column), string> errors, ReadingBudget budget)
    {
        foreach (var ((row, column), text) in errors.Where(error => error.Key.Row < rows.Count))
        {
            budget.Column(column + 1);
            rows[row] = WithCell(rows[row], column);
            rows[row][column] = text;
        }
    }

    private static string[] WithCell(string[] row, int column) =>
        column < row.Length ? row : [.. row, .. Enumerable.Repeat(string.Empty, column + 1 - row.Length)];

    /// <summary>A cell that is merged over rows stands in each of them, as it is seen.</summary>
    private static void FillMerged(List<string[]> rows, CellRange[] merged, List<TableRepair> repairs, ReadingBudget budget)
    {
        int filled = 0, numbers = 0;
        var wide = 0;
        foreach (var range in merged)
        {
            wide += range.ToColumn > range.FromColumn ? 1 : 0;
            if (range.ToRow == range.FromRow || range.FromRow >= rows.Count || range.FromColumn >= rows[range.FromRow].Length)
            {
                continue;
            }

            filled++;
            for (var r = range.FromRow + 1; r <= Math.Min(range.ToRow, rows.Count - 1); r++)
            {
                // A merge of the last column is behind the last cell of its lower rows.
                budget.Step();
                rows[r] = WithCell(rows[r], range.FromColumn);
                rows[r][range.FromColumn] = rows[range.FromRow][range.FromColumn];
                budget.Cell(range.FromColumn + 1, rows[r][range.FromColumn].Length);
            }

            numbers += NumberText.TryParse(rows[range.FromRow][range.FromColumn], out double _) ? 1 : 0;
        }

        if (filled + wide > 0)
        {
            repairs.Add(new(
                "mergedCells",
                $"{merged.Length} {(merged.Length == 1 ? "range of cells is" : "ranges of cells are"):words} merged"
                    + $"{(filled > 0 ? (Sentence)$"; {filled} over several rows {(filled == 1 ? "was" : "were"):words} filled down." : "."):words}"));
        }

        if (numbers > 0)
        {
            repairs.Add(new(
                "mergedCells", $"{Counted(numbers, "merged number counts", "merged numbers count"):words} in each of the rows it was filled into."));
        }
    }

    private static string? CellText(IExcelDataReader reader, int column, LateTimes late) => reader.GetValue(column) switch
    {
        null => null,
        string text => text,
        double number => NumberTextOf(number, reader.GetNumberFormatString(column)),
        DateTime time when IsTimeOfDay(reader.GetNumberFormatString(column)) => TimeTextOf(time, late),
        DateTime time => DateText.ToIso(time),
        TimeSpan duration => TimeTextOf(duration),
        bool flag => flag ? "true" : "false",
        var other => Convert.ToString(other),
    };

    /// <summary>A time of the first days of Excel's calendar is a duration; later days are dates of which only the time is shown.</summary>
    private static string TimeTextOf(DateTime time, LateTimes late)
    {
        const int maxDays = 60;
        var span = time - new DateTime(1899, 12, 31, 0, 0, 0, time.Kind);
        if (span.TotalDays is < 1 or > maxDays)
        {
            return TimeTextOf(time.TimeOfDay);
        }

        var whole = TimeTextOf(span);
        late.Add(TimeTextOf(time.TimeOfDay), whole);
        return whole;
    }

    /// <summary>Hours, minutes and seconds with two digits at least, so that they sort as text.</summary>
    private static string TimeTextOf(TimeSpan time)
    {
        time = TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
        var sign = time < TimeSpan.Zero ? "-" : string.Empty;
        var text = $"{sign}{(long)Math.Abs(Math.Truncate(time.TotalHours)):00}:{Math.Abs(time.Minutes):00}:{Math.Abs(time.Seconds):00}";
        return time.Milliseconds == 0 ? text : text + $".{Math.Abs(time.Milliseconds):000}".TrimEnd('0');
    }

    private static bool IsTimeOfDay(string? format) => format is not null && Bare(format) is var bare
        && bare.AsSpan().IndexOfAny("hHsS") >= 0 && bare.AsSpan().IndexOfAny("yYdD") < 0;

    /// <summary>As it is shown, where that is more than the bare number: 0.2216 in a percent format is "22.16%", 5 in dollars is "$5".</summary>
    private static string NumberTextOf(double number, string? format)
    {
        if (format is null or "General" || Math.Abs(number) >= 1e10)
        {
            return Plain(number);
        }

        var bare = Bare(format);

        // The years of Japanese reigns, which the library takes for numbers.
        if (number is >= 1 and < 2_958_466 && bare.Contains('e', StringComparison.Ordinal) && bare.AsSpan().ContainsAny("gm"))
        {
            return DateText.ToIso(DateTime.FromOADate(number));
        }

        if (bare.Contains('%', StringComparison.Ordinal))
        {
            return Math.Round((decimal)number * 100, 10).ToString("0.##########") + "%";
        }

        // "00000" writes a postal code with the zeros that it begins with.
        if (bare.Length > 1 && number >= 0 && number == Math.Floor(number) && !bare.AsSpan().ContainsAnyExcept('0'))
        {
            return ((long)number).ToString("D" + bare.Length.ToString());
        }

        var text = Plain(number);
        return format.Contains('%', StringComparison.Ordinal) ? text + "%"
            : CurrencyOf(format) is { } currency ? (number < 0 ? "-" : string.Empty) + currency + text.TrimStart('-')
            : text;
    }

    /// <summary>With the fifteen digits that Excel has: 0.1 + 0.2 is 0.3. Whole numbers of other programs may have sixteen.</summary>
    private static string Plain(double number) =>
        Math.Abs(number) is >= 1e15 and <= 9e15 && number == Math.Floor(number) ? ((long)number).ToString() : number.ToString("G15");

    /// <summary>The sign of a currency in a number format: "$" of "$#,##0", "€" of "[$€-2] #,##0"; "[$-409]" only names a language.</summary>
    private static char? CurrencyOf(string format)
    {
        var named = format.IndexOf("[$", StringComparison.Ordinal);
        var rest = named < 0 ? format.AsSpan() : format.AsSpan(named + 2, 1);
        return rest.IndexOfAny(CurrencySymbols) is var at and >= 0 ? rest[at] : null;
    }

    /// <summary>The first section of a number format without what it only shows: quoted and escaped text, colours, currencies.</summary>
    private static string Bare(string format)
    {
        var bare = new StringBuilder(format.Length);
        for (var at = 0; at < format.Length && format[at] != ';'; at++)
        {
            switch (format[at])
            {
                case '"' or '[':
                    var close = format.IndexOf(format[at] == '[' ? ']' : '"', at + 1);
                    bare.Append(format[at] == '[' && close == at + 2 ? format[at + 1].ToString() : string.Empty);
                    at = close < 0 ? format.Length : close;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                default:
                    bare.Append(format[at]);
                    break;
            }
        }

        return bare.ToString();
    }
}
