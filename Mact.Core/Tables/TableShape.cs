using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>What most rows of a source look like: how many cells they have, and which columns are numbers or dates.</summary>
internal sealed partial class TableShape
{
    private const int MaxRows = 60;
    private const int MaxMeasured = 1_000;
    private const int MaxTitles = 12;
    private readonly List<string[]> _rows;

    public TableShape(List<string[]> rows)
    {
        _rows = rows;
        var widths = rows.Take(MaxMeasured).Where(static row => row.Length > 0).Select(static row => TableBuilder.FilledLength(row)).ToList();

        // Lines of text above a table are no rows of one column.
        var first = widths.FindIndex(static width => width > 1);
        var isTitled = first > 0 && widths.Count - first > 2 && widths.Skip(first).Count(static width => width > 1) * 2 > widths.Count - first;
        Width = widths.Skip(isTitled ? first : 0).GroupBy(static width => width)
            .OrderByDescending(static group => group.Count()).ThenByDescending(static group => group.Key).First().Key;
        Width = Math.Max(Width, rows.Take(MaxTitles).Max(static row => TableFrame.Filled(row)));
    }

    public int Width { get; }

    /// <summary>Full, and text where the rows from another on are numbers or dates; or text alone where they are text too.</summary>
    public bool IsHeaderLike(string[] row, int from)
    {
        var unlike = 0;
        var typed = 0;
        for (var c = 0; c < row.Length; c++)
        {
            if (string.IsNullOrWhiteSpace(row[c]))
            {
                continue;
            }

            if (IsTyped(c, from))
            {
                typed++;
                if (!IsValue(row[c]) || IsYearName(row[c]) || IsDateAboveNumbers(row[c], c, from))
                {
                    unlike++;
                }
                else
                {
                    return false;
                }
            }
        }

        return TableFrame.Filled(row) * 2 >= Width && (unlike > 0 || typed == 0);
    }

    /// <summary>A first row of values above values of the same kind names no column; years and numbers counted up may.</summary>
    public bool IsData(string[] row)
    {
        var values = row.Index().Where(cell => IsValue(cell.Item) && IsTyped(cell.Index, 1)).Select(static cell => cell.Item.Trim()).ToList();
        return values.Count > 0 && _rows.Count > 1 && !(values.TrueForAll(IsYearName) || IsCount(values)
            || row.Index().Where(cell => IsValue(cell.Item)).All(cell => IsDateAboveNumbers(cell.Item, cell.Index, 1)));
    }

    /// <summary>A day or month as the name of a column of numbers.</summary>
    private bool IsDateAboveNumbers(string cell, int column, int from) => DateText.TryRead(cell.Trim(), out _)
        && !NumberText.TryParse(cell, out NumberReading _)
        && _rows.Skip(from).Take(MaxRows).All(row => column >= row.Length || !DateText.TryRead(row[column].Trim(), out _));

    /// <summary>A full row that holds values where numbers stand below it ("Report,2024"), above one that is all names.</summary>
    public bool IsHeadlineOf(string[] row, string[] next, int from)
    {
        var typed = Enumerable.Range(0, Math.Min(row.Length, next.Length)).Where(c => IsTyped(c, from)).ToList();
        return TableFrame.Filled(row) == Width && TableFrame.Filled(next) == Width && _rows.Count > from + 1
            && typed.Exists(c => IsValue(row[c])) && !typed.Exists(c => IsValue(next[c]) || MissingMarks.Contains(next[c].Trim()))
            && IsHeaderLike(next, from) && next.Distinct(StringComparer.OrdinalIgnoreCase).Count() == Width;
    }

    /// <summary>A row of a few names above the header, each over several columns.</summary>
    public static bool IsGroupRow(string[] row, string?[] header)
    {
        var filled = TableFrame.Filled(row);
        return filled > 1 && filled < TableFrame.Filled(header)
            && string.IsNullOrWhiteSpace(row[0]) && !string.IsNullOrWhiteSpace(header[0])
            && Array.TrueForAll(row, static cell => string.IsNullOrWhiteSpace(cell) || !IsValue(cell) || IsYearName(cell));
    }

    /// <summary>A row right below the header that goes on naming: the parts of groups, or units.</summary>
    public bool IsSecondHeader(string[] header, string[] row, int at)
    {
        if (row.Length == 0 || Width < 2)
        {
            return false;
        }

        var isGroup = header.Any(static cell => string.IsNullOrWhiteSpace(cell)) || header.Length < row.Length
            || header.GroupBy(static cell => cell, StringComparer.Ordinal).Any(static group => group.Count() > 1);
        return isGroup ? IsPartsRow(header, row, at) : IsUnitsRow(row, at);
    }

    private bool IsPartsRow(string[] header, string[] row, int at)
    {
        var names = 0;
        var typed = 0;
        for (var c = 0; c < row.Length; c++)
        {
            var isTyped = IsTyped(c, at + 1);
            typed += isTyped ? 1 : 0;
            if (string.IsNullOrWhiteSpace(row[c]))
            {
                continue;
            }

            // A year below a name of its own is the first value of its column.
            if (IsValue(row[c]) && !(IsYearName(row[c]) && IsPartOfGroup(header, c)))
            {
                return false;
            }

            names += isTyped && !MissingMarks.Contains(row[c].Trim()) ? 1 : 0;
        }

        return names > 1 && names == typed && (string.IsNullOrWhiteSpace(row[0]) || (header.Length > 0 && row[0].Trim() == header[0].Trim())
            || string.IsNullOrWhiteSpace(header[0]));
    }

    private static bool IsPartOfGroup(string[] header, int column) => column >= header.Length || string.IsNullOrWhiteSpace(header[column])
        || (column + 1 < header.Length ? string.IsNullOrWhiteSpace(header[column + 1]) : column > 0)
        || header.Count(cell => cell == header[column]) > 1;

    /// <summary>Units alone: "kg", "(cm)", "[EUR]", "%", in columns of numbers, and nothing in the others.</summary>
    private bool IsUnitsRow(string[] row, int at)
    {
        var units = 0;
        for (var c = 0; c < row.Length; c++)
        {
            var cell = row[c].Trim();
            if (UnitsName().IsMatch(cell))
            {
                // "Unit" or "[-]" names the row itself.
                continue;
            }

            if (cell.Length > 0 && (!IsTyped(c, at + 1) || IsValue(cell) || !IsUnit(cell)))
            {
                return false;
            }

            units += cell.Length > 0 ? 1 : 0;
        }

        return units > 0;
    }

    /// <summary>The row without what only says that it is one of units.</summary>
    public static string[] WithoutUnitsName(string[] row) => [.. row.Select(static cell => UnitsName().IsMatch(cell.Trim()) ? string.Empty : cell)];

    /// <summary>The row of a second table: full, without a value, below an empty row (or a title below one), and above or below rows that have
    /// values where it has names.</summary>
    public static int FindSecondTable(List<string[]> rows)
    {
        for (var at = 1; at < rows.Count - 1; at++)
        {
            var isApart = rows[at - 1].Length == 0 || (at > 1 && rows[at - 2].Length == 0 && TableFrame.Filled(rows[at - 1]) == 1);
            if (isApart && TableFrame.Filled(rows[at]) > 1 && TableFrame.Filled(rows[at + 1]) > 1
                && Array.TrueForAll(rows[at], static cell => string.IsNullOrWhiteSpace(cell) || !IsValue(cell))
                && Enumerable.Range(0, rows[at].Length).Any(c => !MissingMarks.Contains(rows[at][c].Trim())
                    && ((HasValue(rows, at + 1, c) && HasValue(rows, at + 2, c)) || (HasValue(rows, 0, c) && HasValue(rows, 1, c)))))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool HasValue(List<string[]> rows, int row, int column) =>
        row < rows.Count && column < rows[row].Length && IsValue(rows[row][column]);

    private static bool IsUnit(string cell) =>
        Bracketed().IsMatch(cell) || cell is "%" or "‰" or "#" || Units.IsKnown(cell) || NumberWords.Currencies.Contains(cell)
        || NumberWords.Scales.ContainsKey(cell) || UnitWords().IsMatch(cell);

    private bool IsTyped(int column, int from)
    {
        int present = 0, typed = 0;
        for (var r = from; r < Math.Min(_rows.Count, from + MaxRows); r++)
        {
            if (column < _rows[r].Length && _rows[r][column].Trim() is { Length: > 0 } cell && !MissingMarks.Contains(cell))
            {
                present++;
                typed += IsValue(cell) ? 1 : 0;
            }
        }

        return present > 0 && typed >= present * 0.7;
    }

    private static bool IsValue(string cell) => IsNumber(cell) || DateText.TryRead(cell.Trim(), out _)
        || (NumberMarks.Cut(cell.Trim(), out var bare) == NumberMark.Flag && IsNumber(bare));

    private static bool IsNumber(string cell) =>
        NumberText.TryParse(cell, out NumberReading _) || NumberText.TryParse(cell, out NumberReading _, NumberFormat.DecimalComma);

    private static bool IsYearName(string cell) =>
        cell.Trim() is { Length: 4 } year
            && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1800 and <= 2100;

    /// <summary>Weeks, months or questions as names of columns: at least two numbers beside a name, each one more than the one before.</summary>
    private bool IsCount(List<string> values) => values.Count > 1 && values.Count < Width
        && values.Index().All(item => int.TryParse(item.Item, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number == int.Parse(values[0]) + item.Index);

    [GeneratedRegex(
        @"^([(\[]?[-–—][)\]]?|units?:?|einheit(en)?:?|unités?:?|unidad(es)?:?|unità|eenheid|단위|単位|单位)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        5000)]
    private static partial Regex UnitsName();

    [GeneratedRegex(@"^[(\[][^\d()\[\]][^()\[\]]{0,20}[)\]]$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Bracketed();

    [GeneratedRegex(
        @"^(in|per|×|x)\s+\S.{0,20}$|^\S{1,12}\s*/\s*\S{1,12}$|^(million|thousand|billion)s?\b.{0,20}$|^10\^?[369]$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        5000)]
    private static partial Regex UnitWords();
}
