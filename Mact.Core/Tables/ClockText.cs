using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>The time of day that stands beside a date.</summary>
internal static partial class ClockText
{
    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly string[] ClockFormats =
        ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF", "H:mm:ss,FFFFFFF", "h:mm tt", "h:mm:ss tt", "h:mmtt", "h:mm:sstt"];

    /// <summary>"14.30" behind a whole date, "14時30分", "14시 30분", "14h30": with the colons that other times have.</summary>
    public static string WithColons(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return text;
        }

        if (text.AsSpan().ContainsAny("시時时h"))
        {
            return HourAndMinute().Replace(text, static time =>
                $" {time.Groups["hour"]}:{(time.Groups["minute"].Success ? time.Groups["minute"].Value.PadLeft(2, '0') : "00")}"
                    + (time.Groups["second"].Success ? ":" + time.Groups["second"].Value.PadLeft(2, '0') : string.Empty));
        }

        var space = text.LastIndexOf(' ');
        return space > 7 && text.Length - space is >= 5 and <= 9 && DottedTime().IsMatch(text)
            ? text[..space] + text[space..].Replace('.', ':')
            : text;
    }

    [GeneratedRegex(
        @"\s*(?<hour>\d{1,2})\s?[시時时h]\s?((?<minute>\d{1,2})\s?[분分]?)?(\s?(?<second>\d{1,2})\s?[초秒])?\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        5000)]
    private static partial Regex HourAndMinute();

    [GeneratedRegex(@"\d{4}.* ([01]?\d|2[0-3])\.[0-5]\d(\.[0-5]\d)?$|[/.-]\d{4} ([01]?\d|2[0-3])\.[0-5]\d(\.[0-5]\d)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex DottedTime();

    /// <summary>"13:30 25/12/2023": the time before the date.</summary>
    [GeneratedRegex(@"^(?<time>\d{1,2}:\d\d(:\d\d)?( ?[AaPp]\.?[Mm]\.?)?)(,| on| am)? (?<date>[^:]{6,})$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex TimeBefore();

    /// <summary>Takes a time of day off the end: "14:30", "2:30 PM", "T14:30:00.5Z"; an offset is left out, the time stays as it is
    /// written.</summary>
    public static bool TryCut(ref ReadOnlySpan<char> rest, out TimeOnly? time)
    {
        time = null;
        rest = rest.EndsWith(" Uhr", StringComparison.Ordinal) ? rest[..^4].TrimEnd() : rest;
        rest = rest.Length > 8 && (rest[1] == ':' || rest[2] == ':') && TimeBefore().Match(rest.ToString()) is { Success: true } swapped
            ? $"{swapped.Groups["date"].ValueSpan} {swapped.Groups["time"].ValueSpan}"
            : rest;
        var at = rest.IndexOf(':');
        while (at > 0 && char.IsAsciiDigit(rest[at - 1]))
        {
            at--;
        }

        // "오후 2:30", "午後2:30".
        var before = rest[..at].TrimEnd();
        var half = before.EndsWith("오전") || before.EndsWith("午前") || before.EndsWith("上午") ? "AM"
            : before.EndsWith("오후") || before.EndsWith("午後") || before.EndsWith("下午") ? "PM" : string.Empty;
        if (half.Length > 0)
        {
            var shorter = string.Concat(before[..^2], rest[at..].TrimEnd(), " ", half);
            rest = shorter.AsSpan();
            at = before.Length - 2;
        }

        if (at == 0 || !(rest[at - 1] is ' ' or '\u00a0' or ',' || (rest[at - 1] == 'T' && at > 1 && char.IsAsciiDigit(rest[at - 2]))))
        {
            return false;
        }

        var clock = rest[at..].TrimEnd();
        clock = clock[^1] == ']' && clock.IndexOf('[') is var named and > 0 ? clock[..named] : clock;
        var zone = clock.EndsWith("Z", StringComparison.Ordinal) ? clock.Length - 1 : clock.LastIndexOfAny('+', '-');
        clock = (zone > 0 ? clock[..zone] : clock).TrimEnd();
        clock = WithoutZone(clock);
        if (!TimeOnly.TryParseExact(clock, ClockFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            && !TimeOnly.TryParseExact(
                clock.ToString().Replace(".m.", "m", StringComparison.OrdinalIgnoreCase), ClockFormats, CultureInfo.InvariantCulture,
                DateTimeStyles.None, out parsed))
        {
            return false;
        }

        time = parsed;
        rest = rest[..(at - (rest[at - 1] == 'T' ? 1 : 0))].TrimEnd(" ,\u00a0");
        return true;
    }

    /// <summary>What says where a time of day holds: "Z", "+02:00", "CET"; empty where nothing does.</summary>
    public static string ZoneOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var at = colon < 0 ? -1 : text.AsSpan(colon).LastIndexOfAny('+', '-');
        var space = text.LastIndexOf(' ');
        return at > 0 ? text[(colon + at)..].Trim()
            : text.EndsWith('Z') ? "Z"
            : colon > 0 && space > colon && IsZone(text.AsSpan(space + 1)) ? text[(space + 1)..]
            : string.Empty;
    }

    /// <summary>"UTC", "CET": three or four capitals; "Europe/Berlin", whose names are of letters.</summary>
    private static bool IsZone(ReadOnlySpan<char> text) => (text.Length is 3 or 4 && !text.ContainsAnyExcept(Capitals))
        || (text.Length > 6 && char.IsAsciiLetterUpper(text[0]) && text.Contains('/') && !text.ContainsAny(NumberWords.Digits));

    /// <summary>Leaves out what says where the time holds.</summary>
    private static ReadOnlySpan<char> WithoutZone(ReadOnlySpan<char> clock)
    {
        var space = clock.LastIndexOf(' ');
        return space > 0 && IsZone(clock[(space + 1)..]) ? clock[..space].TrimEnd() : clock;
    }
}
