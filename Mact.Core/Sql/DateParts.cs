using System.Globalization;
using System.Text.RegularExpressions;
using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>Parts of dates that stand alone or inside a text.</summary>
internal static partial class DateParts
{
    public static object? Year(string text)
    {
        if (
            DateText.TryParse(text, out var date, DateOrder.MonthFirst) || DateText.TryParse(text, out date, DateOrder.DayFirst)
                || TryCompact(text, out date))
        {
            return (long)date.Year;
        }

        if (MonthAndYear().Match(text) is { Success: true } named && DateText.MonthNumber(named.Groups["month"].Value) > 0)
        {
            var number = int.Parse(named.Groups["year"].Value);
            return (long)(number < 50 ? 2000 + number : 1900 + number);
        }

        for (var start = 0; start + 4 <= text.Length; start++)
        {
            var alone = (start == 0 || !char.IsAsciiDigit(text[start - 1])) && (start + 4 == text.Length || !char.IsAsciiDigit(text[start + 4]));
            if (
                alone
                    && int.TryParse(text.AsSpan(start, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
                        && year is >= 1000 and < 3000)
            {
                return (long)year;
            }
        }

        return null;
    }

    /// <summary>A time or a duration in seconds: "1:23:45.6", "9:58" (minutes and seconds), "36:00:00".</summary>
    public static double? Seconds(string text)
    {
        if (DurationText.TryParse(text, out var seconds))
        {
            return seconds;
        }

        var parts = text.Trim().Split(':');
        var sum = 0.0;
        foreach (var part in parts)
        {
            if (parts.Length > 3 || !double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            sum = (sum * 60) + value;
        }

        return Math.Round(sum, 6);
    }

    public static object? Day(string text) => DateText.TryParse(text, out var date) || TryCompact(text, out date) ? (long)date.Day : null;

    /// <summary>"20240301".</summary>
    private static bool TryCompact(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text.Trim(), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && date.Year is >= 1500 and < 2200;

    [GeneratedRegex(@"^\s*\d{4}[-/.](?<month>0?[1-9]|1[0-2])\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex YearAndMonth();

    [GeneratedRegex(@"^\s*(?<month>\p{L}{3,})[-.' ’]+(?<year>[0-9]{2})\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex MonthAndYear();

    public static object? Month(string text)
    {
        if (DateText.TryParse(text, out var date) || TryCompact(text, out date))
        {
            return (long)date.Month;
        }

        if (YearAndMonth().Match(text) is { Success: true } plain)
        {
            return long.Parse(plain.Groups["month"].Value);
        }

        foreach (var word in text.Split([' ', ',', '.', '-', '/', '\u00a0'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (DateText.MonthNumber(word) is var month and > 0)
            {
                return (long)month;
            }
        }

        return null;
    }
}
