using System.Globalization;

namespace Mact.DevServices.Reader.Language;

/// <summary>A month and a day, and the year where it is given.</summary>
internal sealed record CalendarDate(int? Year, int Month, int Day)
{
    /// <summary>Reads a date that starts at word <paramref name="start"/>: "14 February 1976", "February 14th, 1976", "Feb. 14", "1976-02-14".</summary>
    /// <returns>The date and how many words it takes; null where there is none.</returns>
    public static (CalendarDate Date, int Length)? Read(IReadOnlyList<Word> words, int start)
    {
        if (start + 1 >= words.Count)
        {
            return null;
        }

        var (first, second) = (words[start], words[start + 1]);
        if (first.IsYear && second.Number is >= 1 and <= 12 && start + 2 < words.Count && words[start + 2].Number is >= 1 and <= 31)
        {
            return (new((int)first.Number!.Value, (int)second.Number.Value, (int)words[start + 2].Number!.Value), 3);
        }

        var (month, day) = Lexicon.Months.TryGetValue(first.Text, out var leading)
            ? (leading, second.Number)
            : (Lexicon.Months.GetValueOrDefault(second.Text), first.Number);
        if (month == 0 || day is not (>= 1 and <= 31) || day.Value % 1 != 0)
        {
            return null;
        }

        var hasYear = start + 2 < words.Count && words[start + 2].IsYear;
        return (new(hasYear ? (int)words[start + 2].Number!.Value : null, month, (int)day.Value), hasYear ? 3 : 2);
    }

    /// <summary>As SQL compares it: yyyy-MM-dd; null without a year.</summary>
    public string? Iso => Year is { } year ? string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{Month:D2}-{Day:D2}") : null;

    /// <summary>Whether two dates can be the same day; an unknown year agrees with every year.</summary>
    public bool Agrees(CalendarDate other) =>
        Month == other.Month && Day == other.Day && (Year is null || other.Year is null || Year == other.Year);
}
