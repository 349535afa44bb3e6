using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>Calendar dates as tables write them, with day, month and a year of four digits. Times of day and two-digit years are not read.</summary>
public static class DateText
{
    private const int MaxLength = 40;
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>Reads a whole cell as a date: ISO, "12 March 2001", "Mar 12, 2001", "Sat, 12th of March 2001", "31/3/2001", "31.3.2001".</summary>
    public static bool TryParse(string? text, out DateOnly date, DateOrder order = DateOrder.Unambiguous)
    {
        date = default;
        if (text is null || text.Length is < 8 or > MaxLength)
        {
            return false;
        }

        var rest = text.AsSpan().Trim();
        if (rest.EndsWith("00:00:00", StringComparison.Ordinal))
        {
            rest = rest[..^8].TrimEnd();
            rest = rest.EndsWith("T", StringComparison.Ordinal) ? rest[..^1] : rest;
        }

        Span<Range> ranges = stackalloc Range[6];
        var count = rest.SplitAny(ranges, " ,/-.\u00a0", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (count is < 3 or > 5)
        {
            return false;
        }

        if (count > 3 && IsName(rest[ranges[0]], Weekdays, out _))
        {
            ranges = ranges[1..];
            count--;
        }

        if (count == 4 && rest[ranges[1]].Equals("of", StringComparison.OrdinalIgnoreCase))
        {
            ranges[1] = ranges[2];
            ranges[2] = ranges[3];
            count = 3;
        }

        return count == 3 && TryParts(rest, rest[ranges[0]], rest[ranges[1]], rest[ranges[2]], order, out date);
    }

    /// <summary>The date as SQL computes with it: yyyy-MM-dd, which compares and sorts as text.</summary>
    public static string ToIso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The number of a month by its English name or its abbreviation of three letters or more; 0 where it is none.</summary>
    public static int MonthNumber(ReadOnlySpan<char> name) => IsName(name, Months, out var index) ? index + 1 : 0;

    private static bool TryParts(
        ReadOnlySpan<char> all, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third, DateOrder order, out DateOnly date)
    {
        date = default;
        if (MonthNumber(second) is var middle and > 0)
        {
            return IsYear(first, out var leading)
                ? TryDay(third, out var last) && TryCreate(leading, middle, last, out date)
                : TryDay(first, out var day) && IsYear(third, out var year) && TryCreate(year, middle, day, out date);
        }

        if (MonthNumber(first) is var start and > 0)
        {
            return TryDay(second, out var day) && IsYear(third, out var year) && TryCreate(year, start, day, out date);
        }

        return TryNumeric(all, first, second, third, order, out date);
    }

    private static bool TryNumeric(
        ReadOnlySpan<char> all, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third, DateOrder order, out DateOnly date)
    {
        date = default;
        var slash = all.Contains('/');
        var dot = all.Contains('.');
        var dash = all.Contains('-');
        var kinds = (slash ? 1 : 0) + (dot ? 1 : 0) + (dash ? 1 : 0);
        if (kinds != 1 || all.ContainsAny(' ', ','))
        {
            return false;
        }

        if (IsYear(first, out var isoYear))
        {
            return TrySmall(second, out var month) && TrySmall(third, out var day) && TryCreate(isoYear, month, day, out date);
        }

        if (!TrySmall(first, out var a) || !TrySmall(second, out var b) || !IsYear(third, out var year))
        {
            return false;
        }

        // Dots are only used day first.
        if (dot || order == DateOrder.DayFirst)
        {
            return TryCreate(year, b, a, out date);
        }

        if (order == DateOrder.MonthFirst)
        {
            return TryCreate(year, a, b, out date);
        }

        return (a > 12 || a == b) ? TryCreate(year, b, a, out date) : b > 12 && TryCreate(year, a, b, out date);
    }

    private static bool TryCreate(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    private static bool IsYear(ReadOnlySpan<char> text, out int year)
    {
        year = 0;
        return text.Length == 4 && !text.ContainsAnyExceptInRange('0', '9') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year);
    }

    private static bool TrySmall(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryDay(ReadOnlySpan<char> text, out int day)
    {
        if (text.Length is 3 or 4 && text[^2..] is var suffix
            && (suffix.Equals("st", StringComparison.OrdinalIgnoreCase) || suffix.Equals("nd", StringComparison.OrdinalIgnoreCase)
                || suffix.Equals("rd", StringComparison.OrdinalIgnoreCase) || suffix.Equals("th", StringComparison.OrdinalIgnoreCase)))
        {
            text = text[..^2];
        }

        return TrySmall(text, out day);
    }

    private static bool IsName(ReadOnlySpan<char> text, string[] names, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            if (text.Length >= 3 && (names[index].AsSpan().StartsWith(text, StringComparison.OrdinalIgnoreCase)
                || (text.Length == 4 && text.Equals("Sept", StringComparison.OrdinalIgnoreCase) && index == 8 && names.Length == 12)))
            {
                return true;
            }
        }

        return false;
    }
}

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
