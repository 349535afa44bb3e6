using System.Buffers;
using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>
/// Times of day and durations as tables write them: "9:58", "1:23:45.6", "100:00:00", "9:30 PM", "1 day, 2:00:00", "2h 30m". Two parts are minutes
/// and seconds, unless a column or the text says that they are hours.
/// </summary>
public static class DurationText
{
    private const int MaxLength = 40;
    private const double Day = 86_400;

    private static readonly SearchValues<char> NumberSigns = SearchValues.Create("0123456789.,");
    private static readonly SearchValues<char> Stops = SearchValues.Create(" 0123456789");

    /// <summary>Units by their names, the larger first: those of every number, and those that only stand beside other parts of a time.</summary>
    private static readonly (double Seconds, string[] Names)[] Parts =
    [
        PartOf(Day, "d", "Tag", "일"),
        PartOf(3_600, "Std.", "시간"),
        PartOf(60, "m", "min.", "Min.", "분"),
        PartOf(1, "sec.", "Sek.", "초"),
    ];

    /// <summary>Reads a whole cell in seconds.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="seconds">Seconds; those since midnight where the text is a time of day.</param>
    /// <param name="isClock">Two parts are hours and minutes.</param>
    /// <param name="isMinute">A number with "m" alone is minutes, as in a column of times; elsewhere it may be metres.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out double seconds, bool isClock = false, bool isMinute = false)
    {
        seconds = 0;
        text = text.Trim();
        if (text.IsEmpty || text.Length > MaxLength || text.IndexOfAny(NumberWords.Digits) < 0)
        {
            return false;
        }

        var isNegative = NumberText.IsMinus(text[0]);
        text = (isNegative || text[0] == '+' ? text[1..] : text).TrimStart();
        if (!(text.Contains(':') ? TryParseParts(text, isClock, out seconds) : TryParseUnits(text, isMinute, out seconds)))
        {
            return false;
        }

        seconds = Math.Round(isNegative ? -seconds : seconds, 6);
        return true;
    }

    /// <summary>A time in the unit of its first part: "8:15" is 8.25 minutes, "36:30:00" 36.5 hours; null where it is none.</summary>
    internal static double? InFirstUnit(string text) =>
        TryParse(text, out var seconds) && text.Contains(':') ? seconds / Math.Pow(60, text.Count(static c => c == ':')) : null;

    /// <summary>Whether a text is a duration of several parts, whose first number alone is none of it: "2h 30m".</summary>
    internal static bool IsCompound(string text)
    {
        var numbers = 0;
        for (var at = 0; at < text.Length && text.Length <= MaxLength; at++)
        {
            numbers += char.IsAsciiDigit(text[at]) && (at == 0 || !(char.IsAsciiDigit(text[at - 1]) || text[at - 1] is '.' or ',')) ? 1 : 0;
        }

        return numbers > 1 && TryParse(text, out _);
    }

    /// <summary>What the texts of a column show: whether nearly all are times or durations, and whether two parts are hours and minutes.</summary>
    public static (bool IsDuration, bool IsClock) Survey(IEnumerable<string> texts)
    {
        const int looked = 40;
        int read = 0, others = 0, minutes = 0;
        var (isClock, isCompound) = (true, false);
        foreach (var text in texts)
        {
            if (TryParse(text, out _))
            {
                read++;
                isClock &= IsOfClock(text);
                isCompound |= IsCompound(text);
            }
            else if (TryParse(text, out _, isMinute: true))
            {
                minutes++;
            }
            else if (!MissingMarks.Contains(text.Trim()))
            {
                others++;
            }

            if (others > looked && others > read)
            {
                return (false, false);
            }
        }

        // "45m" beside "1h 30m".
        (read, others) = isCompound ? (read + minutes, others) : (read, others + minutes);
        return (read > 1 && read >= ColumnTyping.Threshold * (read + others), isClock);
    }

    /// <summary>"09:30", "14:15:30", "9:30 pm".</summary>
    private static bool IsOfClock(string text)
    {
        var first = text.AsSpan().Trim();
        return char.IsLetter(first[^1]) || first[^1] == '.'
            || (first.IndexOf(':') == 2 && int.TryParse(first[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours < 24);
    }

    private static bool TryParseParts(ReadOnlySpan<char> text, bool isClock, out double seconds)
    {
        seconds = 0;
        var half = HalfOf(ref text);
        isClock |= half >= 0;
        if (half < 0 && char.IsAsciiLetter(text[^1]) && text.LastIndexOf(' ') is var unit and > 0)
        {
            // "1:05 h", "9:58 min".
            var index = IndexOf(text[(unit + 1)..]);
            if (index is not (1 or 2))
            {
                return false;
            }

            isClock |= index == 1;
            text = text[..unit].TrimEnd();
        }

        // "1 day, 2:00:00", "1.02:00:00".
        var days = text[..text.IndexOf(':')].LastIndexOfAny(' ', '.');
        if (days > 0)
        {
            var before = text[..days].TrimEnd(", ");
            var isDotted = text[days] == '.';
            if (isDotted ? !TryDigits(before, out seconds) || text.Count(':') != 2
                : !TryParseUnits(before, isMinute: false, out seconds) || seconds % Day != 0)
            {
                return false;
            }

            seconds *= isDotted ? Day : 1;
            text = text[(days + 1)..].TrimStart();
            isClock = true;
        }

        var sum = 0.0;
        var parts = 0;
        for (var rest = text; ; parts++)
        {
            var end = rest.IndexOf(':');
            var part = end < 0 ? rest : rest[..end];
            var isLast = end < 0;
            var fraction = isLast && parts > 0 ? part.IndexOfAny('.', ',') : -1;
            var whole = fraction < 0 ? part : part[..fraction];
            if (parts > 2 || !TryDigits(whole, out var value) || (parts > 0 && (whole.Length != 2 || value > 59)))
            {
                return false;
            }

            sum = (sum * 60) + value;
            if (fraction >= 0)
            {
                if (!TryDigits(part[(fraction + 1)..], out var digits))
                {
                    return false;
                }

                sum += digits / Math.Pow(10, part.Length - fraction - 1);
                isClock &= parts == 2;
            }

            if (isLast)
            {
                break;
            }

            rest = rest[(end + 1)..];
        }

        sum *= parts == 1 && isClock ? 60 : 1;
        seconds += half < 0 ? sum : (sum % (Day / 2)) + (half * Day / 2);
        return parts > 0 && (half < 0 || sum < Day / 2 * 13 / 12);
    }

    /// <summary>0 for "am", 1 for "pm", which are taken off; -1 for none.</summary>
    private static int HalfOf(ref ReadOnlySpan<char> text)
    {
        var end = text.TrimEnd('.');
        if (end.Length < 4 || char.ToLowerInvariant(end[^1]) != 'm')
        {
            return -1;
        }

        var before = end[..^1].TrimEnd('.');
        var half = char.ToLowerInvariant(before[^1]) switch { 'a' => 0, 'p' => 1, _ => -1 };
        text = half < 0 ? text : before[..^1].TrimEnd();
        return half;
    }

    /// <summary>"2h 30m", "1h05", "90 min": each unit smaller than the one before. "5 m" alone may be metres.</summary>
    private static bool TryParseUnits(ReadOnlySpan<char> text, bool isMinute, out double seconds)
    {
        seconds = 0;
        var last = -1;
        var count = 0;
        while (!text.IsEmpty)
        {
            var length = text.IndexOfAnyExcept(NumberSigns);
            length = length < 0 ? text.Length : length;
            if (length == 0 || !NumberText.TryParse(text[..length].ToString(), out double value))
            {
                return false;
            }

            text = text[length..].TrimStart();
            var word = text.IndexOfAny(Stops);
            var name = (word < 0 ? text : text[..word]).TrimEnd(',');
            var unit = name.IsEmpty && last == 1 ? 2 : IndexOf(name);
            if (unit <= last || (unit == 2 && count == 0 && !isMinute && name is "m"))
            {
                return false;
            }

            seconds += value * Parts[unit].Seconds;
            text = word < 0 ? [] : text[word..].TrimStart();
            (last, count) = (unit, count + 1);
        }

        return count > 0;
    }

    private static int IndexOf(ReadOnlySpan<char> name)
    {
        for (var unit = 0; unit < Parts.Length; unit++)
        {
            foreach (var known in Parts[unit].Names)
            {
                if (name.Equals(known, StringComparison.Ordinal))
                {
                    return unit;
                }
            }
        }

        return -1;
    }

    private static (double Seconds, string[] Names) PartOf(double seconds, params ReadOnlySpan<string> others) =>
        (seconds, [.. Units.All.First(unit => unit is { Quantity: "time", Base: "s" } && unit.Factor == (decimal)seconds).Spellings, .. others]);

    private static bool TryDigits(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return !text.IsEmpty && !text.ContainsAnyExcept(NumberWords.Digits)
            && double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
