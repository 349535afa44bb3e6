using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>What stands where a date is expected and is none of itself.</summary>
internal enum LooseDateKind
{
    /// <summary>"May 2024", "2024년 5월", "5/2024", "2024M05".</summary>
    Month,

    /// <summary>"2024-05", which may be a season as well, as "2004-05" is.</summary>
    YearAndMonth,

    /// <summary>"May-24", which may be a day as well.</summary>
    ShortMonth,

    /// <summary>"1.3.24", which may be a version as well.</summary>
    ShortDate,
}

/// <summary>A month as its first day, or a day with dots and a short year; the other cells of a column say whether they are dates.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct LooseDate(DateOnly Date, LooseDateKind Kind)
{
    private const int MaxLength = 24;

    private static readonly SearchValues<char> Dotted = SearchValues.Create("0123456789.");

    public static string? ToIso(string text) => TryRead(text, out var loose) ? DateText.ToIso(loose.Date) : null;

    public static bool TryRead(string text, out LooseDate loose)
    {
        loose = default;
        if (text.Length is < 6 or > MaxLength || text.AsSpan().IndexOfAny(NumberWords.Digits) < 0)
        {
            return false;
        }

        var rest = NumberDressing.WithPlainDigits(text).Trim().TrimEnd('.');
        if (rest.Count(static c => c == '.') == 2 && !rest.AsSpan().ContainsAnyExcept(Dotted))
        {
            var parts = rest.Split('.');
            return parts[2].Length == 2 && int.TryParse(parts[0], out var day) && int.TryParse(parts[1], out var named)
                && Take(YearOf(parts[2]), named, day, LooseDateKind.ShortDate, out loose);
        }

        if (Pattern().Match(rest) is not { Success: true } match)
        {
            return false;
        }

        var month = match.Groups["month"].Success ? int.Parse(match.Groups["month"].ValueSpan, NumberStyles.None)
            : MonthNames.Any(match.Groups["name"].ValueSpan);
        return Take(YearOf(match.Groups["year"].ValueSpan), month, 1, KindOf(match), out loose);
    }

    private static LooseDateKind KindOf(Match match) => match.Groups["year"].Length == 2 ? LooseDateKind.ShortMonth
        : match.Groups["plain"].Success ? LooseDateKind.YearAndMonth
        : LooseDateKind.Month;

    /// <summary>The year of four digits from 1500 on, or of two; 0 where it is none.</summary>
    private static int YearOf(ReadOnlySpan<char> text) =>
        text.Length is not (2 or 4) || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? 0
        : text.Length == 2 ? (year < 50 ? 2000 : 1900) + year
        : year is >= 1500 and <= 2200 ? year : 0;

    private static bool Take(int year, int month, int day, LooseDateKind kind, out LooseDate loose)
    {
        var exists = year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        loose = exists ? new(new DateOnly(year, month, day), kind) : default;
        return exists;
    }

    [GeneratedRegex(
        @"^((?<name>\p{L}{3,12})\.?(\s(of|de|del)\s|[-.,/ \u00a0’']{0,2})(?<year>[12]\d{3})|(?<name>\p{L}{3,12})\.?\s?[-/’'](?<year>\d\d)"
        + @"|(?<year>[12]\d{3})[-./, \u00a0]{0,2}(?<name>\p{L}{3,12})|(?<month>0?[1-9]|1[0-2])[/.-](?<year>[12]\d{3})"
        + @"|(?<year>[12]\d{3})([-/.]?M|(?<plain>[-/.]))(?<month>0[1-9]|1[0-2])"
        + @"|(?<year>[12]\d{3})\s*[년年]\s*(?<month>0?[1-9]|1[0-2])\s*[월月])$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Pattern();
}

/// <summary>What the loose dates of a column show together.</summary>
internal sealed class LooseDates
{
    private readonly HashSet<int> _shortYears = [];
    private int _months, _shortMonths, _shortDates, _yearMonths, _seasons;
    private bool _isShortDate;

    public int Count => _months + _shortMonths + _shortDates + YearMonths;

    /// <summary>"2004-05" and "2005-06" are seasons where most cells name a year and the one behind it.</summary>
    private int YearMonths => _seasons * 2 > _yearMonths ? 0 : _yearMonths;

    /// <summary>An example of a month without a day.</summary>
    public string? Month { get; private set; }

    /// <summary>An example of a day with dots and a year of two digits.</summary>
    public string? ShortDate { get; private set; }

    /// <summary>
    /// How many are dates. "Jan-24" is a month of 2024 where the same years come again; as many of them as cells may be days. "1.3.24" is a day where
    /// another cell can be no version with months for its second number, or where a person says so.
    /// </summary>
    public int Sure(bool isDate) => _months + YearMonths
        + (_shortYears.Count <= Math.Max(2, _shortMonths / 2) ? _shortMonths : 0)
        + (_isShortDate || isDate ? _shortDates : 0);

    public void Add(string text, LooseDate loose, int times)
    {
        if (loose.Kind == LooseDateKind.ShortDate)
        {
            _shortDates += times;
            ShortDate ??= text;
            _isShortDate |= loose.Date.Day > 12;
            return;
        }

        Month ??= text;
        _months += loose.Kind == LooseDateKind.Month ? times : 0;
        if (loose.Kind == LooseDateKind.YearAndMonth)
        {
            _yearMonths += times;
            _seasons += loose.Date.Month == (loose.Date.Year + 1) % 100 ? times : 0;
        }

        if (loose.Kind == LooseDateKind.ShortMonth)
        {
            _shortMonths += times;
            _shortYears.Add(loose.Date.Year);
        }
    }
}

/// <summary>
/// Quarters, halves and weeks of a year as tables write them, and months as <see cref="LooseDate"/> reads them: "Q1 2024", "2024Q1", "2024-W05".
/// They are no dates, as they name no day, but follow one another in time.
/// </summary>
internal static partial class PeriodText
{
    private const int MaxLength = 24;

    /// <summary>Reads a whole cell as the first day of its period.</summary>
    public static bool TryParse(string text, out DateOnly start)
    {
        start = default;
        if (LooseDate.TryRead(text, out var loose) && loose.Kind != LooseDateKind.ShortDate)
        {
            start = loose.Date;
            return true;
        }

        if (text.Length is < 4 or > MaxLength || Pattern().Match(NumberDressing.WithPlainDigits(text)) is not { Success: true } match)
        {
            return false;
        }

        var year = NumberIn(match, "year");
        year += match.Groups["year"].Length == 4 ? 0 : year < 50 ? 2000 : 1900;
        if (match.Groups["week"].Success)
        {
            var week = NumberIn(match, "week");
            start = week <= ISOWeek.GetWeeksInYear(year) ? DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)) : default;
            return start != default;
        }

        start = new(year, match.Groups["quarter"].Success ? (NumberIn(match, "quarter") * 3) - 2 : (NumberIn(match, "half") * 6) - 5, 1);
        return true;
    }

    /// <summary>The first day of what a text names: a period, a date, or a year alone.</summary>
    public static bool TryStart(string text, out DateOnly start) => TryParse(text, out start) || TryDay(text, out start)
        || DateText.TryParse(text, out start)
        || (NumberText.IsYear(text) && DateOnly.TryParseExact(text, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out start));

    /// <summary>Whether a cell names a day of a month, but no year: "24-Jan", "Jan 5".</summary>
    public static bool IsDayOfMonth(string text) => text.AsSpan().ContainsAny(NumberWords.Digits) && TryDay(text, out _);

    /// <summary>A day without a year, or a month alone ("October"), in a year that is none.</summary>
    private static bool TryDay(string text, out DateOnly day)
    {
        const int leapYear = 4;
        var match = text.Length <= MaxLength ? DayOfMonth().Match(NumberDressing.WithPlainDigits(text)) : Match.Empty;
        var month = !match.Success ? 0
            : match.Groups["month"].Success ? NumberIn(match, "month") : MonthNames.Any(match.Groups["name"].ValueSpan);
        var number = match.Groups["day"].Success ? NumberIn(match, "day") : 1;
        var exists = month is > 0 and <= 12 && number > 0 && number <= DateTime.DaysInMonth(leapYear, month);
        day = exists ? new(leapYear, month, number) : default;
        return exists;
    }

    /// <summary>Whether the texts of a column are nearly all periods.</summary>
    public static bool AreIn(IEnumerable<string> texts)
    {
        const int looked = 40;
        int read = 0, others = 0;
        foreach (var text in texts)
        {
            var isPeriod = TryParse(text, out _) || TryDay(text, out _);
            read += isPeriod ? 1 : 0;
            others += isPeriod || MissingMarks.Contains(text) ? 0 : 1;
            if (others > looked && others > read)
            {
                return false;
            }
        }

        return read > 1 && read >= ColumnTyping.Threshold * (read + others);
    }

    private static int NumberIn(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None);

    [GeneratedRegex(
        @"^((?<name>\p{L}{3,12})\.?([- ./]{0,2}(?<day>[12]?\d|3[01]))?|(?<day>[12]?\d|0\d|3[01])\.?[- ./]{0,2}(?<name>\p{L}{3,12})\.?"
            + @"|(?<month>1?\d)\s*[월月]\s*(?<day>[123]?\d)\s*[일日])$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex DayOfMonth();

    [GeneratedRegex(
        @"^((?<year>[12]\d{3})\s*년\s*(?<quarter>[1-4])\s*분기"
        + @"|[Qq](?<quarter>[1-4])[-/ ’']{0,2}(?<year>[12]\d{3}|\d\d)|(?<quarter>[1-4])Q[-/ ’']{0,2}(?<year>[12]\d{3}|\d\d)"
        + @"|(?<year>[12]\d{3})[-/ ]{0,2}([Qq](?<quarter>[1-4])|[HhSs](?<half>[12]))|[Hh](?<half>[12])[-/ ’']{0,2}(?<year>[12]\d{3}|\d\d)"
        + @"|(?<year>[12]\d{3})-?[Ww](?<week>0[1-9]|[1-4]\d|5[0-3])|(W|KW|CW)\s?(?<week>0?[1-9]|[1-4]\d|5[0-3])[-/ ](?<year>[12]\d{3}))$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Pattern();
}
