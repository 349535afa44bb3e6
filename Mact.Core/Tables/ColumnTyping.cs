using System.Collections.Frozen;

namespace Mact.Core.Tables;

/// <summary>
/// Detects what a column holds. It is numeric (or a date) when at least <see cref="Threshold"/> of its cells that are not marks for "no value" parse;
/// the rest keeps its text, since SQL on a number column with one "3 (tie)" is right far more often than SQL on text that looks like numbers.
/// </summary>
internal static class ColumnTyping
{
    /// <summary>Four of five: one odd cell in a column of five, a total or footnote row in longer ones.</summary>
    public const double Threshold = 0.8;

    /// <summary>The type and, for dates of plain numbers, the order that the column as a whole allows.</summary>
    public static (ColumnType Type, DateOrder Order) Detect(IReadOnlyList<IReadOnlyList<string?>> rows, int column)
    {
        var present = 0;
        foreach (var row in rows)
        {
            present += IsPresent(row, column, out _) ? 1 : 0;
        }

        if (present == 0)
        {
            return (ColumnType.Text, DateOrder.Unambiguous);
        }

        var allowed = present - (int)Math.Ceiling(present * Threshold);
        return DetectNumber(rows, column, allowed) is { } number
            ? (number, DateOrder.Unambiguous)
            : DetectDate(rows, column, allowed) is { } order
                ? (ColumnType.Date, order)
                : (ColumnType.Text, DateOrder.Unambiguous);
    }

    /// <summary>The order of plain dates for a column whose type is given.</summary>
    public static DateOrder DateOrderOf(IReadOnlyList<IReadOnlyList<string?>> rows, int column) =>
        DetectDate(rows, column, rows.Count) ?? DateOrder.Unambiguous;

    private static ColumnType? DetectNumber(IReadOnlyList<IReadOnlyList<string?>> rows, int column, int allowed)
    {
        var whole = true;
        foreach (var row in rows)
        {
            if (!IsPresent(row, column, out var text))
            {
                continue;
            }

            if (!NumberText.TryParse(text, out NumberReading number))
            {
                if (--allowed < 0)
                {
                    return null;
                }

                continue;
            }

            // One "007" or one number of a bank account says that these are names, not quantities.
            if (number.IsIdentifier)
            {
                return null;
            }

            whole &= number.Whole is not null;
        }

        return whole ? ColumnType.Integer : ColumnType.Number;
    }

    private static DateOrder? DetectDate(IReadOnlyList<IReadOnlyList<string?>> rows, int column, int allowed)
    {
        int present = 0, unambiguous = 0, dayFirst = 0, monthFirst = 0;
        foreach (var row in rows)
        {
            if (!IsPresent(row, column, out var text))
            {
                continue;
            }

            present++;
            unambiguous += DateText.TryParse(text, out _) ? 1 : 0;
            dayFirst += DateText.TryParse(text, out _, DateOrder.DayFirst) ? 1 : 0;
            monthFirst += DateText.TryParse(text, out _, DateOrder.MonthFirst) ? 1 : 0;
            if (present - Math.Max(dayFirst, monthFirst) > allowed)
            {
                return null;
            }
        }

        // Cells that only one order can read settle it for the whole column; without any, "3/4/2001" stays text.
        var (order, parsed) = dayFirst > monthFirst ? (DateOrder.DayFirst, dayFirst)
            : monthFirst > dayFirst ? (DateOrder.MonthFirst, monthFirst)
            : (DateOrder.Unambiguous, unambiguous);
        return parsed > 0 && present - parsed <= allowed ? order : null;
    }

    private static bool IsPresent(IReadOnlyList<string?> row, int column, out string text)
    {
        text = (column < row.Count ? row[column] : null)?.Trim() ?? string.Empty;
        return !MissingMarks.Contains(text);
    }
}

/// <summary>
/// Reads the text of a cell as the value of its column's type. Numeric and date columns turn the marks for "no value" into NULL and keep the text of
/// a cell that does not parse; text columns turn only the empty cell into NULL.
/// </summary>
internal static class CellParser
{
    public static Cell Parse(string? text, ColumnType type, DateOrder order = DateOrder.Unambiguous)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        return trimmed.Length == 0 ? Cell.Null : new Cell(trimmed, ValueOf(trimmed, type, order));
    }

    private static object? ValueOf(string text, ColumnType type, DateOrder order)
    {
        if (type == ColumnType.Text)
        {
            return text;
        }

        if (MissingMarks.Contains(text))
        {
            return null;
        }

        return type switch
        {
            ColumnType.Date => DateText.TryParse(text, out var date, order) ? DateText.ToIso(date) : text,
            _ => NumberText.TryParse(text, out NumberReading number) ? NumberOf(number, type) : text,
        };
    }

    private static object NumberOf(NumberReading number, ColumnType type) =>
        type == ColumnType.Integer && number.Whole is { } whole ? (object)whole : number.Value;
}

/// <summary>The marks that tables use for "no value". They mean NULL in numeric and date columns only; in a text column "-" may be an answer.</summary>
public static class MissingMarks
{
    private static readonly FrozenSet<string> Marks =
        FrozenSet.ToFrozenSet([string.Empty, "-", "–", "—", "−", "n/a", "N/A", "NA", "?", "…"], StringComparer.Ordinal);

    /// <summary>Whether a trimmed cell is one of the marks; the empty cell is.</summary>
    public static bool Contains(string text) => text.Length <= 3 && Marks.Contains(text);
}
