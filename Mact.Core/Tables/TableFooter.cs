using System.Buffers;
using System.Text.RegularExpressions;
using static Mact.Core.Tables.TableRepairs;

namespace Mact.Core.Tables;

/// <summary>Takes off what stands in a table's rows and is none: notes below, rows that sum up the others, headers printed once more.</summary>
internal static partial class TableFooter
{
    /// <summary>Columns whose sums must stand in a last row that is not named as a total.</summary>
    private const int MinSums = 2;
    private const int MaxNamed = 5;
    private const int MinProse = 25;

    /// <summary>A part of every name of a total.</summary>
    private static readonly SearchValues<string> TotalWords = SearchValues.Create(
        [
            "요약", "summe",
            "total", "totaal", "sum", "overall", "gesamt", "insgesamt", "somme", "suma", "soma", "razem", "łącznie", "ogółem", "toplam", "celkem",
            "spolu", "összesen", "yhteensä", "i alt", "sammanlagt", "kokku", "kopā", "iš viso", "ukupno", "skupaj", "jumlah", "tổng", "итого",
            "всего", "разом", "усього", "σύνολο", "المجموع", "الإجمالي", "계", "計", "计", "รวม", "कुल", "Σ", "Ʃ", "∑",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static void Cut(string?[] header, List<string[]> rows, TableSettings settings, List<TableRepair> repairs)
    {
        CutNotes(header, rows, repairs);
        if (settings.KeepsTotals)
        {
            return;
        }

        for (var at = LastRow(rows); at >= 2 && IsTotal(rows, at, 0, at); at = LastRow(rows))
        {
            var kind = AverageName().IsMatch(NameOf(rows[at])) ? "is the average of" : "sums up";
            repairs.Add(new("totals", $"The last row {kind:words} the others and was left out: {Show(rows[at])}."));
            rows.RemoveRange(at, rows.Count - at);
        }

        var first = rows.FindIndex(static row => row.Length > 0);
        if (first >= 0 && rows.Count - first > 2 && TotalName().IsMatch(NameOf(rows[first])) && IsTotal(rows, first, first + 1, rows.Count))
        {
            repairs.Add(new("totals", $"The first row sums up the others and was left out: {Show(rows[first])}."));
            rows.RemoveAt(first);
        }

        ReportNamedTotals(rows, repairs);
    }

    /// <summary>Rows that are the header once more, as at the top of each printed page.</summary>
    public static void CutRepeatedHeaders(string?[] header, List<string[]> rows, List<TableRepair> repairs)
    {
        if (TableFrame.Filled(header) < 2)
        {
            return;
        }

        var names = header.Select(static name => name?.Trim() ?? string.Empty).ToArray();
        var width = TableBuilder.FilledLength(names);
        var cut = rows.RemoveAll(row => TableBuilder.FilledLength(row) == width && IsRowOf(names.AsSpan(0, width), row));
        if (cut > 0)
        {
            repairs.Add(new(
                "repeatedHeader",
                $"{cut} {(cut == 1 ? "row that repeats the header was" : "rows that repeat the header were"):words} left out."));
        }
    }

    private static bool IsRowOf(ReadOnlySpan<string> names, string[] row)
    {
        for (var c = 0; c < names.Length; c++)
        {
            if (!row[c].AsSpan().Trim().Equals(names[c], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static void CutNotes(string?[] header, List<string[]> rows, List<TableRepair> repairs)
    {
        while (rows.Count > 2 && header.Length > 1)
        {
            var last = LastRow(rows);
            if (last < 2 || rows[last][0].Length == 0 || !IsNote(rows, last, header.Length))
            {
                break;
            }

            var note = string.Join(", ", rows[last].Select(static cell => cell.Trim()).Where(static cell => cell.Length > 0));
            repairs.Add(new("footnote", $"The note below the table was left out: \"{TableFrame.Short(note)}\"."));
            rows.RemoveRange(last, rows.Count - last);
        }
    }

    /// <summary>
    /// A remark alone in its row: below an empty row, by its first word, or a sentence where all other rows have several cells. A remark that
    /// commas have cut into cells begins with a word and a colon ("Source: the Office, 2024").
    /// </summary>
    private static bool IsNote(List<string[]> rows, int at, int width)
    {
        var text = rows[at][0].Trim();
        return TableFrame.Filled(rows[at]) > 1
            ? FootnoteStart().IsMatch(text) && NamedNote().IsMatch(text)
            : FootnoteStart().IsMatch(text) || (rows[at - 1].Length == 0 && width > 2)
                || (text.Length > MinProse && text.Count(static c => c == ' ') > 2 && rows[at].Length == 1
                    && !rows.Take(at).Any(static row => row.Length > 0 && TableFrame.Filled(row) < 2));
    }

    /// <summary>
    /// A row named as a total (or an average) in which a column's sum (or average) stands; or one without a name of its own, or with any, in which
    /// the sums of several columns stand and nothing else.
    /// </summary>
    private static bool IsTotal(List<string[]> rows, int at, int from, int to)
    {
        var name = NameOf(rows[at]);
        var isNamed = TotalName().IsMatch(name);
        var isAverage = !isNamed && AverageName().IsMatch(name);
        var filled = Enumerable.Range(0, rows[at].Length).Where(c => !string.IsNullOrWhiteSpace(rows[at][c])).ToList();
        var numbers = filled.FindAll(c => TryNumber(rows[at][c], out _, out _));
        var texts = filled.Count - numbers.Count;
        if (!isNamed && !isAverage && texts > 1)
        {
            return false;
        }

        int sums = 0, others = 0;
        foreach (var c in numbers)
        {
            if (Holds(rows, at, c, from, to, isAverage))
            {
                sums++;
            }
            else if (isNamed || isAverage)
            {
                others++;
            }
            else
            {
                return false;
            }
        }

        // Without a word for it: sums of small numbers come about by chance, so several columns must agree, or the name is missing where all others
        // have one.
        var isNameless = string.IsNullOrWhiteSpace(rows[at][0]) && texts == 0
            && rows.Skip(from).Take(to - from).All(row => row.Length == 0 || !string.IsNullOrWhiteSpace(row[0]));
        var isBare = others == 0
            && (isNameless ? to - from > 2 || IsMostlyBlank(rows, at, from, to) : sums >= MinSums && texts == 1 && to - from > 3);
        return sums > 0 && (isNamed || isAverage || isBare);
    }

    /// <summary>Several columns that are filled in every other row are not in this one.</summary>
    private static bool IsMostlyBlank(List<string[]> rows, int at, int from, int to) =>
        Enumerable.Range(0, rows[at].Length).Count(c => string.IsNullOrWhiteSpace(rows[at][c])
            && rows.Skip(from).Take(to - from).All(row => row.Length == 0 || (c < row.Length && !string.IsNullOrWhiteSpace(row[c])))) > 1;

    private static bool Holds(List<string[]> rows, int at, int column, int from, int to, bool isAverage)
    {
        foreach (var format in (NumberFormat[])[NumberFormat.DecimalPoint, NumberFormat.DecimalComma])
        {
            if (!NumberText.TryParse(rows[at][column], out double total, format))
            {
                continue;
            }

            double sum = 0;
            var count = 0;
            for (var r = from; r < to; r++)
            {
                if (column < rows[r].Length && NumberText.TryParse(rows[r][column], out double value, format))
                {
                    sum += value;
                    count++;
                }
            }

            var wanted = isAverage ? (count == 0 ? double.NaN : sum / count) : sum;
            if (count > 1 && (total != 0 || wanted == 0) && Math.Abs(wanted - total) <= Math.Abs(total) * 0.005)
            {
                return total != 0 || isAverage;
            }
        }

        return false;
    }

    private static void ReportNamedTotals(List<string[]> rows, List<TableRepair> repairs)
    {
        var named = rows.Index().Where(static row => row.Item.Length > 1 && IsTotalName(Joined(row.Item[0])))
            .Select(static row => row.Index + 1).ToList();
        ReportStatistics(rows, repairs);
        if (named.Count > 0 && named.Count * 2 <= rows.Count)
        {
            var which = string.Join(", ", named.Take(MaxNamed)) + (named.Count > MaxNamed ? ", …" : string.Empty);
            repairs.Add(new(
                "totalsKept",
                $"{(named.Count == 1 ? "Row" : "Rows"):words} {which} {(named.Count == 1 ? "is" : "are"):words} named as a total and stayed in the "
                    + $"table: sums over a column count it as well."));
        }
    }

    /// <summary>Few cells hold one of the words; the pattern is for those.</summary>
    private static bool IsTotalName(string name) =>
        name.AsSpan().ContainsAny(TotalWords) && (TotalName().IsMatch(name) || TotalOf().IsMatch(name));

    /// <summary>"Min", "Max", "Count" at the end of a table whose values bear it out: said, as a person may be called Max.</summary>
    private static void ReportStatistics(List<string[]> rows, List<TableRepair> repairs)
    {
        var last = LastRow(rows);
        var first = last;
        while (first > 1 && rows[first].Length > 1 && StatisticName().IsMatch(rows[first][0]))
        {
            first--;
        }

        if (first < last && first > 0 && Enumerable.Range(first + 1, last - first).All(at => IsStatistic(rows, at, first + 1)))
        {
            var names = string.Join(", ", rows.Skip(first + 1).Take(last - first).Select(static row => row[0].Trim()));
            repairs.Add(new(
                "totalsKept",
                $"{Counted(last - first, "row", "rows"):words} of statistics at the end ({names}) stayed in the table: what is computed "
                    + $"over a column counts them as well."));
        }
    }

    private static bool IsStatistic(List<string[]> rows, int at, int to)
    {
        var values = rows.Take(to).Where(static row => row.Length > 1)
            .Select(static row => NumberText.TryParse(row[^1], out double value) ? value : double.NaN)
            .Where(static value => !double.IsNaN(value)).ToList();
        return values.Count > 1 && NumberText.TryParse(rows[at][^1], out double shown)
            && (shown == values.Count || (shown >= values.Min() && shown <= values.Max()));
    }

    private static bool TryNumber(string cell, out double point, out double comma)
    {
        var isPoint = NumberText.TryParse(cell, out point);
        return NumberText.TryParse(cell, out comma, NumberFormat.DecimalComma) || isPoint;
    }

    /// <summary>"합 계", "合　計": spaces only fill the cell.</summary>
    private static string Joined(string name) => name.Trim() is { Length: > 2 and < 8 } text && text[0] > '\u2e80'
        ? string.Concat(text.Where(static c => !char.IsWhiteSpace(c)))
        : name;

    private static int LastRow(List<string[]> rows) => rows.FindLastIndex(static row => row.Length > 0);

    /// <summary>The first cell that is not empty.</summary>
    private static string NameOf(string[] row) => Joined(Array.Find(row, static cell => !string.IsNullOrWhiteSpace(cell)) ?? string.Empty);

    private static string Show(string[] row) => $"\"{TableFrame.Short(string.Join(" | ", row.Select(static cell => cell.Trim())))}\"";

    [GeneratedRegex(
        @"^\s*((grand|sub|overall)[\s-]?)?(total|totals|totale|totaal|totalt|sum|sums|overall|gesamt|gesamtsumme|summe|zwischensumme|insgesamt|somme"
        + @"|suma|soma|razem|łącznie|ogółem|toplam|celkem|spolu|összesen|yhteensä|i alt|sammanlagt|summa|kokku|kopā|iš viso|ukupno|skupaj|jumlah"
        + @"|tổng|итого|всего|разом|усього|σύνολο|المجموع|الإجمالي|합계|총합계|총계|소계|계|合計|総計|小計|总计|總計|合计|小计|รวม|कुल|[ΣƩ∑])"
        + @"(?!\w)[^\d]{0,30}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex TotalName();

    /// <summary>"North Total", "Nord Summe", "서울 소계": of a part.</summary>
    [GeneratedRegex(
        @"\S\s+(totals?|subtotal|gesamt|summe|somme|suma|razem|итого|всего|합계|소계|총계|요약|合計|小計|总计|合计|小计)\s*:?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex TotalOf();

    [GeneratedRegex(
        @"^\s*(count|n|min(imum)?|max(imum)?|median|mean|std(ev)?|std\.? ?dev\.?|anzahl|최대|최소|최댓값|최솟값|개수|最大|最小)\s*:?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex StatisticName();

    [GeneratedRegex(@"^\s*\p{L}{2,15}\s*:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex NamedNote();

    [GeneratedRegex(
        @"^\s*(Ø|∅|average|averages|mean|avg\.?|durchschnitt|mittelwert|schnitt|moyenne|media|média|promedio|średnia|gemiddelde|среднее|평균|平均|平均值)"
        + @"(?!\w)[^\d]{0,30}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex AverageName();

    [GeneratedRegex(
        @"^\s*((sources?|notes?|remarks?|quellen?|hinweise?|anmerkung(en)?|last updated|generated|fuentes?|notas?)\b|출처|주:|자료|出典|注|来源|※|\*|†|‡"
        + @"|[¹²³⁴⁵]|\[\w{1,2}\]\s|\(\w\)\s|\d\)\s|#\s|//|--\s|\(?\d+ (rows?|records?|lignes?|zeilen?)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex FootnoteStart();
}
