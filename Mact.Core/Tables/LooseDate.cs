using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mact.Core.Tables;

/// <summary>What stands where a date is expected and is none of itself.</summary>
internal enum LooseDateKind
{
    /// <summary>"May 2024", "2024년 5월", "5/2024".</summary>
    Month,

    /// <summary>"May-24", which may be a day as well.</summary>
    ShortMonth,

    /// <summary>"1.3.24", which may be a version as well.</summary>
    ShortDate,
}

/// <summary>A month as its first day, or a day with dots and a short year; the other cells of a column say whether they are dates.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LooseDate(DateOnly Date, LooseDateKind Kind)
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

        var rest = NumberDressing.WithPlainDigits(text).AsSpan().Trim().TrimEnd('.');
        Span<Range> ranges = stackalloc Range[5];
        var count = rest.SplitAny(ranges, " ,/-.'’\u00a0년월年月", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (count == 3 && rest[ranges[1]] is "of" or "de" or "del")
        {
            (ranges[1], count) = (ranges[2], 2);
        }

        return count switch
        {
            2 => TryMonth(rest, rest[ranges[0]], rest[ranges[1]], out loose),
            3 when rest.Count('.') == 2 && !rest.ContainsAnyExcept(Dotted) && rest[ranges[2]].Length == 2
                && int.Parse(rest[ranges[0]], NumberStyles.None) is var day && int.Parse(rest[ranges[1]], NumberStyles.None) is var month =>
                Take(YearOf(rest[ranges[2]]), month, day, LooseDateKind.ShortDate, out loose),
            _ => false,
        };
    }

    private static bool TryMonth(ReadOnlySpan<char> all, ReadOnlySpan<char> first, ReadOnlySpan<char> second, out LooseDate loose)
    {
        loose = default;
        var isWhole = YearOf(second) > 0 && second.Length == 4;
        if (MonthNames.Any(first) is var named and > 0)
        {
            return isWhole ? Take(YearOf(second), named, 1, LooseDateKind.Month, out loose)
                : second.Length == 2 && all.ContainsAny("-'’") && Take(YearOf(second), named, 1, LooseDateKind.ShortMonth, out loose);
        }

        if (first.Length == 4 && YearOf(first) > 0)
        {
            var month = MonthNames.Any(second);
            return month > 0 || (all.ContainsAny('월', '月') && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out month))
                ? Take(YearOf(first), month, 1, LooseDateKind.Month, out loose)
                : false;
        }

        return isWhole && all.Contains('/') && first.Length < 3
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Take(YearOf(second), number, 1, LooseDateKind.Month, out loose);
    }

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
}

/// <summary>What the loose dates of a column show together.</summary>
internal sealed class LooseDates
{
    private readonly HashSet<int> _shortYears = [];
    private int _months, _shortMonths, _shortDates;
    private bool _isShortDate;

    public int Count => _months + _shortMonths + _shortDates;

    /// <summary>An example of a month without a day.</summary>
    public string? Month { get; private set; }

    /// <summary>An example of a day with dots and a year of two digits.</summary>
    public string? ShortDate { get; private set; }

    /// <summary>
    /// How many are dates. "Jan-24" is a month of 2024 where the same years come again; as many of them as cells may be days. "1.3.24" is a day where
    /// another cell can be no version with months for its second number, or where a person says so.
    /// </summary>
    public int Sure(bool isDate) => _months
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
        if (loose.Kind == LooseDateKind.ShortMonth)
        {
            _shortMonths += times;
            _shortYears.Add(loose.Date.Year);
        }
    }
}
