using System.Globalization;
using System.Runtime.InteropServices;

namespace Mact.Core.Tables;

/// <summary>How dates of three plain numbers ("3/4/2001") are read; nothing in such a cell alone says it.</summary>
public enum DateOrder
{
    /// <summary>Only cells that can be read one way.</summary>
    Unambiguous,

    /// <summary>3 April.</summary>
    DayFirst,

    /// <summary>March 4.</summary>
    MonthFirst,
}

/// <summary>
/// Calendar dates as tables write them, alone or with a time of day. A year of two digits is one of 1950 to 2049, and is read behind slashes, behind
/// dots where day and month have two digits, and behind a month's name.
/// </summary>
public static class DateText
{
    private const int MaxLength = 48;
    private static readonly string[] DaySuffixes = ["st", "nd", "rd", "th", "er", "º", "°"];

    /// <summary>A date as it is written: fixed, or two plain numbers of which either may be the day.</summary>
    /// <param name="DayFirst">Read with the day first; the date itself where it can be read one way.</param>
    /// <param name="MonthFirst">Read with the month first.</param>
    /// <param name="Time">The time of day, where one is written that is not midnight.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Reading(DateOnly? DayFirst, DateOnly? MonthFirst, TimeOnly? Time)
    {
        /// <summary>The date in an order; null where it can't be read so.</summary>
        public DateOnly? In(DateOrder order) => order switch
        {
            DateOrder.DayFirst => DayFirst,
            DateOrder.MonthFirst => MonthFirst,
            _ => DayFirst is null || MonthFirst is null || DayFirst == MonthFirst ? DayFirst ?? MonthFirst : null,
        };
    }

    /// <summary>Reads a whole cell as a date: ISO, "12 March 2001", "Mar 12, 2001", "Sat, 12th of March 2001", "31/3/2001 14:30",
    /// "31.3.2001".</summary>
    public static bool TryParse(string? text, out DateOnly date, DateOrder order = DateOrder.Unambiguous)
    {
        var read = TryRead(text, out var reading) ? reading.In(order) : null;
        date = read ?? default;
        return read is not null;
    }

    /// <summary>The date, and the time where there is one, as SQL computes with it: yyyy-MM-dd [HH:mm:ss], which compares and sorts as
    /// text.</summary>
    public static string? ToIso(string? text, DateOrder order) =>
        TryIso(text, out _) ? text
            : !TryRead(text, out var reading) || reading.In(order) is not { } date ? null
            : reading.Time is { } time ? ToIso(date) + time.ToString(time.Millisecond == 0 ? " HH:mm:ss" : " HH:mm:ss.fff")
            : ToIso(date);

    /// <summary>The date as SQL computes with it: yyyy-MM-dd, which compares and sorts as text.</summary>
    public static string ToIso(DateOnly date) => date.ToString("yyyy-MM-dd");

    /// <summary>A moment as SQL computes with it; without the time where that is midnight.</summary>
    public static string ToIso(DateTime moment) => moment.ToString(
        moment.TimeOfDay.Ticks == 0 ? "yyyy-MM-dd" : moment.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff");

    /// <summary>The number of a month by its English name or its abbreviation of three letters or more; 0 where it is none.</summary>
    public static int MonthNumber(ReadOnlySpan<char> name) => MonthNames.English(name);

    internal static bool TryRead(string? text, out Reading reading)
    {
        if (TryIso(text, out var iso))
        {
            reading = new(iso, iso, null);
            return true;
        }

        reading = default;
        text = text is null ? null : InCommonEra(NumberDressing.WithPlainDigits(text));
        if (text is null || text.Length is < 6 or > MaxLength || text.AsSpan().IndexOfAny(NumberWords.Digits) < 0)
        {
            return false;
        }

        text = ClockText.WithColons(text);
        var rest = text.AsSpan().Trim();

        // "2024.03.01(금)".
        rest = rest is [.., '(', '월' or '화' or '수' or '목' or '금' or '토' or '일' or '月' or '火' or '水' or '木' or '金' or '土' or '日', ')']
            ? rest[..^3].TrimEnd()
            : rest;
        TimeOnly? time = null;
        if (rest.Contains(':') && !ClockText.TryCut(ref rest, out time))
        {
            return false;
        }

        if (TryCompact(rest, time, out reading))
        {
            return true;
        }

        Span<Range> ranges = stackalloc Range[8];
        var count = rest.SplitAny(ranges, " ,/-.\u00a0년월일年月日", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (count is < 3 or > 7)
        {
            return false;
        }

        count = WithoutConnectors(rest, ranges, count);

        if (count > 3 && WeekdayNames.Contains(rest[ranges[0]]))
        {
            ranges = ranges[1..];
            count--;
        }
        else if (count > 3 && WeekdayNames.Contains(rest[ranges[count - 1]].Trim("()")))
        {
            rest = rest[..ranges[count - 1].Start.GetOffset(rest.Length)].TrimEnd(" ,");
            count--;
        }

        if (count != 3
            || !TryParts(rest[ranges[0].Start.Value..], rest[ranges[0]], rest[ranges[1]], rest[ranges[2]], out var dayFirst, out var monthFirst))
        {
            return false;
        }

        reading = new(dayFirst, monthFirst, time is { Ticks: 0 } ? null : time);
        return true;
    }

    private static bool TryIso(string? text, out DateOnly date)
    {
        date = default;
        return text is { Length: 10 } && text[4] == '-' && text[7] == '-'
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>Eight digits that are a date of 1900 to 2099: "20240301".</summary>
    internal static bool IsCompact(ReadOnlySpan<char> text) => text.Length == 8 && text[0] is '1' or '2'
        && !text.ContainsAnyExcept(NumberWords.Digits) && (text.StartsWith("19") || text.StartsWith("20"))
        && DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Eight digits as a date; null where they are none.</summary>
    internal static string? OfCompact(string text) => IsCompact(text) ? $"{text[..4]}-{text[4..6]}-{text[6..]}" : null;

    /// <summary>"令和6年3月1日" as "2024年3月1日": the years of Japanese reigns.</summary>
    private static string InCommonEra(string text)
    {
        var start = text.Length < 5 ? 0
            : text.StartsWith("令和", StringComparison.Ordinal) ? 2018
            : text.StartsWith("平成", StringComparison.Ordinal) ? 1988
            : text.StartsWith("昭和", StringComparison.Ordinal) ? 1925 : 0;
        var end = start == 0 ? -1 : text.IndexOf('年', StringComparison.Ordinal);
        return end < 0 ? text
            : text[2..end].Trim() is var year && year == "元" ? $"{start + 1}{text[end..]}"
            : TrySmall(year, out var number) ? $"{start + number}{text[end..]}" : text;
    }

    /// <summary>"20240301T143000"; eight digits alone are a number.</summary>
    private static bool TryCompact(ReadOnlySpan<char> text, TimeOnly? time, out Reading reading)
    {
        reading = default;
        if (time is not null || text.Length is not (13 or 15 or 16) || text[8] != 'T'
            || !DateTime.TryParseExact(
                text.TrimEnd('Z'), ["yyyyMMdd'T'HHmm", "yyyyMMdd'T'HHmmss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return false;
        }

        var date = DateOnly.FromDateTime(moment);
        reading = new(date, date, moment.TimeOfDay.Ticks == 0 ? null : TimeOnly.FromDateTime(moment));
        return true;
    }

    /// <summary>Leaves out "of", "de", "del", "г": words between the parts of a date.</summary>
    private static int WithoutConnectors(ReadOnlySpan<char> text, Span<Range> ranges, int count)
    {
        var kept = 0;
        for (var at = 0; at < count; at++)
        {
            if (at == 0 || text[ranges[at]] is not ("of" or "de" or "del" or "do" or "den" or "г" or "року" or "The" or "the"))
            {
                ranges[kept++] = ranges[at];
            }
        }

        return kept;
    }

    private static bool TryParts(
        ReadOnlySpan<char> all,
        ReadOnlySpan<char> first,
        ReadOnlySpan<char> second,
        ReadOnlySpan<char> third,
        out DateOnly? dayFirst,
        out DateOnly? monthFirst)
    {
        dayFirst = monthFirst = null;
        if (MonthNames.Any(second) is var middle and > 0)
        {
            var date = IsYear(first, out var leading)
                ? (TryDay(third, out var last) ? Create(leading, middle, last) : null)
                : TryDay(first, out var day) && (IsYear(third, out var year) || IsShortYear(third, out year)) ? Create(year, middle, day) : null;
            dayFirst = monthFirst = date;
            return date is not null;
        }

        if (MonthNames.Any(first) is var start and > 0)
        {
            var date = TryDay(second, out var day) && IsYear(third, out var year) ? Create(year, start, day) : null;
            dayFirst = monthFirst = date;
            return date is not null;
        }

        return TryNumeric(all, first, second, third, out dayFirst, out monthFirst);
    }

    private static bool TryNumeric(
        ReadOnlySpan<char> all,
        ReadOnlySpan<char> first,
        ReadOnlySpan<char> second,
        ReadOnlySpan<char> third,
        out DateOnly? dayFirst,
        out DateOnly? monthFirst)
    {
        dayFirst = monthFirst = null;
        var slash = all.Contains('/');
        var dot = all.Contains('.');
        var named = all.ContainsAny('년', '年');
        var kinds = (slash ? 1 : 0) + (dot ? 1 : 0) + (all.Contains('-') ? 1 : 0) + (named ? 1 : 0);
        if (kinds != 1 || all.Contains(',') || (all.Contains(' ') && !named && !dot))
        {
            return false;
        }

        if (IsYear(first, out var year))
        {
            dayFirst = monthFirst = TrySmall(second, out var month) && TrySmall(third, out var day) ? Create(year, month, day) : null;
            return dayFirst is not null;
        }

        var isShort = slash || (!named && first.Length == 2 && second.Length == 2);
        if (!TrySmall(first, out var a) || !TrySmall(second, out var b) || !(IsYear(third, out year) || (isShort && IsShortYear(third, out year))))
        {
            return false;
        }

        // Dots are only used day first.
        dayFirst = Create(year, b, a);
        monthFirst = dot ? dayFirst : Create(year, a, b);
        return dayFirst is not null || monthFirst is not null;
    }

    private static DateOnly? Create(int year, int month, int day) =>
        year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) ? null : new DateOnly(year, month, day);

    private static bool IsYear(ReadOnlySpan<char> text, out int year)
    {
        year = 0;
        return text.Length == 4 && !text.ContainsAnyExcept(NumberWords.Digits)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year);
    }

    private static bool IsShortYear(ReadOnlySpan<char> text, out int year)
    {
        text = text.Length == 3 && text[0] is '\'' or '’' ? text[1..] : text;
        var isShort = text.Length == 2 && TrySmall(text, out year);
        year = isShort ? int.Parse(text, NumberStyles.None) : 0;
        year += year < 50 ? 2000 : 1900;
        return isShort;
    }

    private static bool TrySmall(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryDay(ReadOnlySpan<char> text, out int day)
    {
        // "1st" of English, "1er" of French, "1º" and "1°" of Spanish and Italian.
        foreach (var suffix in DaySuffixes)
        {
            if (text.Length > suffix.Length && text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                text = text[..^suffix.Length];
                break;
            }
        }

        return TrySmall(text, out day);
    }
}
