using System.Text.RegularExpressions;
using static Mact.Core.Tables.TableRepairs;

namespace Mact.Core.Tables;

/// <summary>
/// Says what the values of a column may mean beside what they say, where nothing in the table decides it: numbers and days that stand for no value,
/// years of other calendars, seconds since 1970, fractions. The values stay as they are read.
/// </summary>
internal static partial class ColumnDoubts
{
    private const int MinOthers = 3;

    /// <summary>How many times larger than any other number of its column one of nines must be.</summary>
    private const int Far = 5;

    /// <summary>Years between a day that stands for none and every other day of its column.</summary>
    private const int FarYears = 15;
    private const int MinYears = 2;

    private static readonly double[] Nines = [-99, -999, -9_999, -99_999, 999, 9_999, 99_999, 999_999];

    private static readonly string[] NoDays =
        ["0001-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01", "2099-12-31", "9999-12-31"];

    /// <summary>What is told of one column.</summary>
    public static IEnumerable<TableRepair> Of(Column column, IEnumerable<Cell> cells) => column.Type switch
    {
        ColumnType.Text => OfTexts(column, cells),
        ColumnType.Date => OfDays(column, cells),
        _ => OfNumbers(column, cells),
    };

    private static IEnumerable<TableRepair> OfNumbers(Column column, IEnumerable<Cell> cells)
    {
        var counts = new int[Nines.Length];
        var others = 0;
        var (min, max) = (double.MaxValue, double.MinValue);
        foreach (var cell in cells)
        {
            var value = cell.Value switch { long whole => whole, double real => real, _ => double.NaN };
            var nines = Array.IndexOf(Nines, value);
            if (nines >= 0)
            {
                counts[nines]++;
            }
            else if (!double.IsNaN(value))
            {
                others++;
                (min, max) = (Math.Min(min, value), Math.Max(max, value));
            }
        }

        for (var at = 0; at < Nines.Length && others >= MinOthers; at++)
        {
            var isFar = Nines[at] < 0 ? min >= 0 || min > Nines[at] / Far : max < Nines[at] / Far;
            if (counts[at] > 0 && isFar)
            {
                yield return new("sentinel", $"In \"{column.Name}\" {Counted(counts[at], "cell is", "cells are"):words} {Nines[at]}, "
                    + $"far from all others. It is read as a number: if it stands for no value, leave it out in the source or in the question.");
            }
        }

        if (column.Type == ColumnType.Integer && others >= MinYears && YearName().IsMatch(column.OriginalName))
        {
            foreach (var repair in OfYears(column, (int)Math.Clamp(min, 0, 9_999), (int)Math.Clamp(max, 0, 9_999)))
            {
                yield return repair;
            }
        }

        if (column.Type == ColumnType.Integer && others >= MinYears && MomentName().IsMatch(column.OriginalName)
            && (min >= 5e8 && max < 3e9 ? 1 : min >= 5e11 && max < 3e12 ? 1_000 : 0) is var factor and > 0)
        {
            yield return new("epoch", $"Numbers in \"{column.Name}\" may be {(factor == 1 ? "seconds" : "milliseconds"):words} since 1970; they are "
                + $"read as numbers. In SQL, {(factor == 1 ? "datetime(x, 'unixepoch')" : "datetime(x / 1000, 'unixepoch')")} is the moment.");
        }
    }

    private static IEnumerable<TableRepair> OfDays(Column column, IEnumerable<Cell> cells)
    {
        var counts = new int[NoDays.Length];
        var others = 0;
        var (min, max) = (int.MaxValue, int.MinValue);
        foreach (var cell in cells)
        {
            if (cell.Value is not string { Length: >= 10 } day)
            {
                continue;
            }

            var none = Array.IndexOf(NoDays, day[..10]);
            if (none >= 0)
            {
                counts[none]++;
            }
            else
            {
                others++;
                var year = int.Parse(day.AsSpan(0, 4));
                (min, max) = (Math.Min(min, year), Math.Max(max, year));
            }
        }

        for (var at = 0; at < NoDays.Length && others >= MinOthers; at++)
        {
            var year = int.Parse(NoDays[at].AsSpan(0, 4));
            if (counts[at] > 0 && (year + FarYears < min || year - FarYears > max))
            {
                yield return new("sentinel", $"In \"{column.Name}\" {Counted(counts[at], "cell is", "cells are"):words} {NoDays[at]}, "
                    + $"far from all others. It is read as a day: if it stands for no value, leave it out in the source or in the question.");
            }
        }

        foreach (var repair in others >= MinYears ? OfYears(column, min, max) : [])
        {
            yield return repair;
        }
    }

    /// <summary>Years of today in calendars that count from another year.</summary>
    private static IEnumerable<TableRepair> OfYears(Column column, int min, int max)
    {
        var isBuddhist = min >= 2_443 && max <= 2_643;
        if (isBuddhist || (min >= 1_340 && max <= 1_460))
        {
            yield return new("calendar", $"Years in \"{column.Name}\" ({min} to {max}) may be of the "
                + $"{(isBuddhist ? "Buddhist" : "Islamic or Persian"):words} calendar. They are read as they stand: they compare with one another, "
                + $"and not with years of other columns.");
        }
    }

    private static IEnumerable<TableRepair> OfTexts(Column column, IEnumerable<Cell> cells)
    {
        int fractions = 0, moments = 0, present = 0;
        string? fraction = null, moment = null;
        foreach (var text in cells.Select(static cell => cell.Text).Where(static text => !MissingMarks.Contains(text)))
        {
            present++;
            if (text.Length is > 2 and < 48 && text.AsSpan().ContainsAny('/', ':') && text.AsSpan().ContainsAny(NumberWords.Digits))
            {
                var isFraction = Fraction().IsMatch(text);
                fractions += isFraction ? 1 : 0;
                fraction ??= isFraction ? text : null;
                var isMoment = !isFraction && Moment().IsMatch(text) && !DateText.TryRead(text, out _);
                moments += isMoment ? 1 : 0;
                moment ??= isMoment ? text : null;
            }

            if (present > 40 && (fractions + moments) * 2 < present)
            {
                yield break;
            }
        }

        if (fraction is not null && fractions > 1 && fractions >= present * ColumnTyping.Threshold)
        {
            yield return new("staysText", $"\"{column.Name}\" stays text: is {fraction} a fraction, or a day and a month? Write fractions as decimal "
                + $"numbers, and days with their year.");
        }
        else if (moment is not null && moments > 1 && moments >= present * ColumnTyping.Threshold)
        {
            yield return new("staysText", $"\"{column.Name}\" stays text: its cells look like days with times (\"{moment}\"), but are not written in "
                + $"a known way. Write them as 2024-03-01 14:30 to make them dates.");
        }
    }

    [GeneratedRegex(
        @"^(\w+[ _])?(years?|jahr|jahre|année|annee|año|anno|ano|year_?be|ปี|ปี ?พ\.?ศ\.?|พ\.?ศ\.?|سنة|السنة|العام|سال)([ _]\w+)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex YearName();

    [GeneratedRegex(
        @"(time|date|stamp|moment|epoch|created|updated|modified|^ts$|[_ ]ts$|[_ ]at$|[a-z]At$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex MomentName();

    [GeneratedRegex(@"^(\d{1,3}\s)?\d{1,3}\s?[/⁄]\s?\d{1,3}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Fraction();

    /// <summary>A day of three parts and a time of day, in either order.</summary>
    [GeneratedRegex(
        @"^\W?(\p{L}{2,10}\.?,?\s)?\d{1,4}[-/. ]+(\d{1,2}|\p{L}{3,10}\.?)[-/., ]+\d{2,4}\D{1,6}\d{1,2}:\d\d"
            + @"|^\d{1,2}:\d\d(:\d\d)?\D{1,6}\d{1,4}[-/. ]+(\d{1,2}|\p{L}{3,10}\.?)[-/., ]+\d{2,4}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Moment();
}
