using System.Globalization;
using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>Parts of dates that stand alone or inside a text.</summary>
internal static class DateParts
{
    public static object? Year(string text)
    {
        if (DateText.TryParse(text, out var date, DateOrder.MonthFirst) || DateText.TryParse(text, out date, DateOrder.DayFirst))
        {
            return (long)date.Year;
        }

        for (var start = 0; start + 4 <= text.Length; start++)
        {
            var alone = (start == 0 || !char.IsAsciiDigit(text[start - 1])) && (start + 4 == text.Length || !char.IsAsciiDigit(text[start + 4]));
            if (alone && int.TryParse(text.AsSpan(start, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1000 and < 3000)
            {
                return (long)year;
            }
        }

        return null;
    }

    public static object? Month(string text)
    {
        if (DateText.TryParse(text, out var date))
        {
            return (long)date.Month;
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
