using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>
/// Tells the table in a source from what stands around it: titles and comments above, a header of one or two rows, totals and notes below. Found by
/// shape: the header is full and unlike the rows below it.
/// </summary>
internal static partial class TableFrame
{
    private const int MaxTitles = 12;
    private const int MaxShapeRows = 60;

    /// <summary>The table in these rows, or a refusal.</summary>
    public static TableReading Build(
        string name, List<string[]> rows, TableLimits limits, TableSettings settings, IReadOnlyList<TableRepair> before)
    {
        var repairs = new List<TableRepair>(before);
        var start = rows.FindIndex(static row => row.Length > 0);
        if (start < 0)
        {
            return new TableReading.Refused("empty", "The source has no cell with any content. Give a header line and at least one row.");
        }

        rows.RemoveRange(0, start);
        string?[] header;
        var place = settings.HeaderRow ?? 0;
        var top = rows.Take(Math.Max(place, MaxTitles + 2)).ToList();
        if (settings.HeaderRow is null)
        {
            header = FindHeader(rows, repairs, out place);
        }
        else if (place > rows.Count)
        {
            return new TableReading.Refused("invalidHeaderRow", $"Row {place} is to be the header, but the source has {rows.Count} rows.");
        }
        else
        {
            header = place == 0 ? new string?[rows.Max(static row => row.Length)] : rows[place - 1];
            rows.RemoveRange(0, place);
        }

        CutFooter(header, rows, settings, repairs);

        if (!rows.Exists(static row => row.Length > 0))
        {
            return new TableReading.Refused("empty", "There is a header line, but no row below it. Give at least one row.");
        }

        return TableBuilder.Build(name, header, rows, limits, settings: settings) switch
        {
            TableReading.Success success => success with
            {
                Repairs = [.. repairs, .. success.Repairs],
                Header = new(place, [.. top.Take(Math.Max(0, place - 1))]),
            },
            var other => other,
        };
    }

    /// <summary>Takes titles and header off the rows.</summary>
    private static string?[] FindHeader(List<string[]> rows, List<TableRepair> repairs, out int place)
    {
        place = 0;
        var shape = new Shape(rows);
        var at = FindHeaderRow(rows, shape);
        if (at < 0)
        {
            repairs.Add(new("noHeader", "No row names the columns; they are called col_1, col_2, ….  Use a row as the header if one does."));
            return new string?[shape.Width];
        }

        var group = at > 0 && Shape.IsGroupRow(rows[at - 1], rows[at]) ? rows[at - 1] : null;
        ReportTitles(rows, group is null ? at : at - 1, repairs);
        string?[] header = rows[at];
        var end = at + 1;
        if (group is not null)
        {
            header = Combine(group, rows[at], shape.Width);
        }
        else if (end < rows.Count && shape.IsSecondHeader(rows[at], rows[end]))
        {
            header = Combine(rows[at], rows[end], shape.Width);
            end++;
        }

        if (group is not null || end > at + 1)
        {
            repairs.Add(
                new("twoRowHeader", "Two rows name the columns; they were joined: "
                    + $"{string.Join(", ", header.Take(4).Select(static name => $"\"{name}\""))}."));
        }

        rows.RemoveRange(0, end);
        place = end;
        return header;
    }

    private static int FindHeaderRow(List<string[]> rows, Shape shape)
    {
        if (shape.Width == 1 || rows.Count < 2)
        {
            return rows.Count > 2 && IsComment(rows[0]) && !IsComment(rows[1]) ? 1 : 0;
        }

        for (var at = 0; at < Math.Min(rows.Count - 1, MaxTitles); at++)
        {
            var filled = Filled(rows[at]);
            var title = filled == 0 || IsTitle(rows[at], filled, shape.Width) || (IsComment(rows[at]) && shape.IsHeaderLike(rows[at + 1], at + 2));
            if (title)
            {
                continue;
            }

            // A row before it that is all there is to name the columns is no title: only a header may end the search.
            return at == 0 ? (shape.IsData(rows[0]) ? -1 : 0) : shape.IsHeaderLike(rows[at], at + 1) ? at : 0;
        }

        return 0;
    }

    private static bool IsTitle(string[] row, int filled, int width) =>
        filled == 1 && width > 1 ? row.Length == 1 || !string.IsNullOrWhiteSpace(row[0]) || width > 3 : filled * 2 < width;

    /// <summary>"# exported on …": a hash and a space; "#1" and "#,Name" are cells.</summary>
    private static bool IsComment(string[] row) => row.Length > 0 && row[0].TrimStart() is { Length: > 2 } text
        && (
            text.StartsWith("# ", StringComparison.Ordinal)
                || text.StartsWith("##", StringComparison.Ordinal) || text.StartsWith("//", StringComparison.Ordinal));

    private static void ReportTitles(List<string[]> rows, int count, List<TableRepair> repairs)
    {
        var titles = rows.Take(count).Select(static row => string.Join(' ', row.Where(static cell => !string.IsNullOrWhiteSpace(cell))).Trim())
            .Where(static text => text.Length > 0).ToList();
        if (titles.Count > 0)
        {
            repairs.Add(
                new(
                    "title",
                    $"{(titles.Count == 1 ? "The row" : $"{titles.Count} rows")} above the header {(titles.Count == 1 ? "was" : "were")} left out: "
                + string.Join("; ", titles.Select(static text => $"\"{Short(text)}\"")) + "."));
        }
    }

    /// <summary>Names of a group go on to the right until the next one.</summary>
    private static string?[] Combine(string[] upper, string[] lower, int width)
    {
        var names = new string?[Math.Max(width, Math.Max(upper.Length, lower.Length))];
        var group = string.Empty;
        for (var c = 0; c < names.Length; c++)
        {
            var above = c < upper.Length ? upper[c].Trim() : string.Empty;
            var below = c < lower.Length ? lower[c].Trim() : string.Empty;
            group = above.Length > 0 ? above : group;
            names[c] = below.Length == 0 || below == above ? above : above.Length == 0 && (c == 0 || group.Length == 0) ? below : $"{group} {below}";
        }

        return names;
    }

    private static void CutFooter(string?[] header, List<string[]> rows, TableSettings settings, List<TableRepair> repairs)
    {
        while (rows.Count > 2 && header.Length > 1)
        {
            var last = rows.FindLastIndex(static row => row.Length > 0);
            if (last < 2 || Filled(rows[last]) > 1 || rows[last][0].Length == 0
                || !(FootnoteStart().IsMatch(rows[last][0]) || (rows[last - 1].Length == 0 && header.Length > 2)))
            {
                break;
            }

            repairs.Add(new("footnote", $"The note below the table was left out: \"{Short(rows[last][0].Trim())}\"."));
            rows.RemoveRange(last, rows.Count - last);
        }

        var total = rows.FindLastIndex(static row => row.Length > 0);
        if (!settings.KeepsTotals && total >= 2 && IsTotal(rows, total))
        {
            repairs.Add(
                new("totals", "The last row sums up the others and was left out: "
                    + $"\"{Short(string.Join(" | ", rows[total].Select(static cell => cell.Trim())))}\"."));
            rows.RemoveRange(total, rows.Count - total);
        }
    }

    /// <summary>A row named as a total in which a column's sum stands.</summary>
    private static bool IsTotal(List<string[]> rows, int at)
    {
        if (!Array.Exists(rows[at], static cell => TotalName().IsMatch(cell)))
        {
            return false;
        }

        for (var c = 0; c < rows[at].Length; c++)
        {
            foreach (var format in (NumberFormat[])[NumberFormat.DecimalPoint, NumberFormat.DecimalComma])
            {
                if (
                    NumberText.TryParse(rows[at][c], out double total, format)
                        && total != 0 && Math.Abs(Sum(rows, at, c, format) - total) <= Math.Abs(total) * 0.005)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static double Sum(List<string[]> rows, int end, int column, NumberFormat format) =>
        rows.Take(end).Sum(row => column < row.Length && NumberText.TryParse(row[column], out double value, format) ? value : 0);

    private static int Filled(string[] row) => row.Count(static cell => !string.IsNullOrWhiteSpace(cell));

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";

    [GeneratedRegex(
        @"^\s*(grand\s+)?(total|totals|sum|subtotal|gesamt|summe|insgesamt|итого|всего|합계|총계|合計|总计|合计|totaal|suma|somme|totale)\b?[:\s]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TotalName();

    [GeneratedRegex(
        @"^\s*(source|sources|notes?|remarks?|quelle|hinweis|last updated|generated|출처|주:|出典|来源|※|\*|†|‡)(\b|[:：\s])?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex FootnoteStart();

    /// <summary>What most rows of a source look like: how many cells they have, and which columns are numbers or dates.</summary>
    private sealed class Shape
    {
        private readonly List<string[]> _rows;

        public Shape(List<string[]> rows)
        {
            _rows = rows;
            Width = rows.Take(MaxShapeRows).Where(static row => row.Length > 0).GroupBy(static row => TableBuilder.FilledLength(row))
                .OrderByDescending(static group => group.Count()).ThenByDescending(static group => group.Key).First().Key;
            Width = Math.Max(Width, rows.Take(MaxTitles).Max(static row => Filled(row)));
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
                    if (!IsValue(row[c]) || IsYearName(row[c]))
                    {
                        unlike++;
                    }
                    else
                    {
                        return false;
                    }
                }
            }

            return Filled(row) * 2 >= Width && (unlike > 0 || typed == 0);
        }

        /// <summary>A first row that holds a date, or a number with a fraction, above values of the same kind names no column.</summary>
        public bool IsData(string[] row) => _rows.Count > 2 && row.Index().Any(cell =>
            IsTyped(cell.Index, 1)
                && (DateText.TryRead(cell.Item.Trim(), out _) || (NumberText.TryParse(cell.Item, out NumberReading number) && number.Whole is null)));

        /// <summary>A row of a few names above the header, each over several columns.</summary>
        public static bool IsGroupRow(string[] row, string[] header)
        {
            var filled = Filled(row);
            return filled > 0 && filled < Filled(header)
                && string.IsNullOrWhiteSpace(row[0]) && !string.IsNullOrWhiteSpace(header[0])
                && Array.TrueForAll(row, static cell => string.IsNullOrWhiteSpace(cell) || !IsValue(cell) || IsYearName(cell));
        }

        /// <summary>A row right below the header that goes on naming: units, or the parts of groups.</summary>
        public bool IsSecondHeader(string[] header, string[] row)
        {
            var names = 0;
            var repeats = header.Where(static cell => !string.IsNullOrWhiteSpace(cell))
                .GroupBy(static cell => cell, StringComparer.Ordinal)
                .Any(static group => group.Count() > 1)
                || header.Any(static cell => string.IsNullOrWhiteSpace(cell)) || header.Length < row.Length;
            for (var c = 0; c < row.Length; c++)
            {
                if (string.IsNullOrWhiteSpace(row[c]))
                {
                    continue;
                }

                if (IsValue(row[c]) && !IsYearName(row[c]))
                {
                    return false;
                }

                if (IsTyped(c, _rows.IndexOf(row) + 1))
                {
                    names += MissingMarks.Contains(row[c].Trim()) ? 0 : 1;
                }
                else if (!repeats)
                {
                    return false;
                }
            }

            return names >= (repeats ? 2 : 1) && names == row.Index().Count(cell => IsTyped(cell.Index, _rows.IndexOf(row) + 1));
        }

        private bool IsTyped(int column, int from)
        {
            int present = 0, typed = 0;
            for (var r = from; r < Math.Min(_rows.Count, from + MaxShapeRows); r++)
            {
                if (column < _rows[r].Length && _rows[r][column].Trim() is { Length: > 0 } cell && !MissingMarks.Contains(cell))
                {
                    present++;
                    typed += IsValue(cell) ? 1 : 0;
                }
            }

            return present > 0 && typed >= present * 0.7;
        }

        private static bool IsValue(string cell) =>
            NumberText.TryParse(cell, out NumberReading _)
                || NumberText.TryParse(cell, out NumberReading _, NumberFormat.DecimalComma)
                || DateText.TryRead(cell.Trim(), out _);

        private static bool IsYearName(string cell) =>
            cell.Trim() is { Length: 4 } year
                && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is >= 1800 and <= 2100;
    }
}
