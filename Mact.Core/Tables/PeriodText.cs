using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>
/// Months, quarters, halves and weeks of a year as tables write them: "Mar 2024", "Jan-24", "03/2024", "2024M03", "Q1 2024", "2024Q1", "2024-W05".
/// They are no dates, as they name no day, but follow one another in time.
/// </summary>
internal static partial class PeriodText
{
    private const int MaxLength = 24;

    /// <summary>Reads a whole cell as the first day of its period.</summary>
    public static bool TryParse(string text, out DateOnly start)
    {
        start = default;
        if (text.Length is < 4 or > MaxLength || Pattern().Match(text) is not { Success: true } match)
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

        var month = match.Groups["month"].Success ? NumberIn(match, "month")
            : match.Groups["quarter"].Success ? (NumberIn(match, "quarter") * 3) - 2
            : match.Groups["half"].Success ? (NumberIn(match, "half") * 6) - 5
            : MonthNames.Any(match.Groups["name"].Value.TrimEnd('.'));
        start = month > 0 ? new(year, month, 1) : default;
        return month > 0;
    }

    /// <summary>The first day of what a text names: a period, a date, or a year alone.</summary>
    public static bool TryStart(string text, out DateOnly start) => TryParse(text, out start) || DateText.TryParse(text, out start)
        || (NumberText.IsYear(text) && DateOnly.TryParseExact(text, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out start));

    /// <summary>Whether a cell names a day of a month, but no year: "24-Jan", "Jan 5".</summary>
    public static bool IsDayOfMonth(string text) => text.Length <= MaxLength && DayOfMonth().Match(text) is { Success: true } match
        && MonthNames.Any(match.Groups["name"].Value) > 0;

    /// <summary>Whether the texts of a column are nearly all periods.</summary>
    public static bool AreIn(IEnumerable<string> texts)
    {
        const int looked = 40;
        int read = 0, others = 0;
        foreach (var text in texts)
        {
            var isPeriod = TryParse(text, out _);
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
        @"^((?<name>\p{L}{3,12})\.?[- ./]{0,2}([12]?\d|3[01])|([12]?\d|0\d|3[01])\.?[- ./]{0,2}(?<name>\p{L}{3,12})\.?)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex DayOfMonth();

    [GeneratedRegex(
        @"^((?<name>\p{L}{3,12}\.?)([-.,/ ’']{0,2}(?<year>[12]\d{3})|\s?[-/’'](?<year>\d\d))|(?<year>[12]\d{3})[-./ ]?(?<name>\p{L}{3,12}\.?)"
        + @"|(?<month>0?[1-9]|1[0-2])[/.-](?<year>[12]\d{3})|(?<year>[12]\d{3})([-/.]|[-/.]?M)(?<month>0[1-9]|1[0-2])"
        + @"|(?<year>[12]\d{3})\s*[년年]\s*(?<month>0?[1-9]|1[0-2])\s*[월月]|(?<year>[12]\d{3})\s*년\s*(?<quarter>[1-4])\s*분기"
        + @"|[Qq](?<quarter>[1-4])[-/ ’']{0,2}(?<year>[12]\d{3}|\d\d)|(?<quarter>[1-4])Q[-/ ’']{0,2}(?<year>[12]\d{3}|\d\d)"
        + @"|(?<year>[12]\d{3})[-/ ]{0,2}([Qq](?<quarter>[1-4])|[HhSs](?<half>[12]))|[Hh](?<half>[12])[-/ ’']{0,2}(?<year>[12]\d{3}|\d\d)"
        + @"|(?<year>[12]\d{3})-?[Ww](?<week>0[1-9]|[1-4]\d|5[0-3])|(W|KW|CW)\s?(?<week>0?[1-9]|[1-4]\d|5[0-3])[-/ ](?<year>[12]\d{3}))$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Pattern();
}
