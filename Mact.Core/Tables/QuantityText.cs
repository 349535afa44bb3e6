using System.Text.RegularExpressions;

namespace Mact.Core.Tables;

/// <summary>
/// Texts of a number and what it counts or measures: "1,200 km", "900 MB", "약 5만명", "12 pts", "5'11"". A column of them stays text, and is ordered
/// by what the texts say.
/// </summary>
internal static partial class QuantityText
{
    private const int MaxLength = 40;
    private const int MaxUnit = 14;
    private const string InsideNumbers = ".,'’ \u00a0\u2009\u202f_";
    private const string EastAsianUnits = "십十백百천千만万萬억億亿조兆";

    /// <summary>What a column of texts shows.</summary>
    /// <param name="IsQuantity">Nearly all of them are quantities of one kind, which compare.</param>
    /// <param name="Units">The known units that stand in it.</param>
    /// <param name="Mixed">They are quantities, and some of their units do not compare: nothing converts one into the other, or they measure other
    /// things.</param>
    public readonly record struct Survey(bool IsQuantity, IReadOnlyCollection<string> Units, bool Mixed);

    /// <summary>Reads a whole cell as a quantity.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="value">In the base unit of its kind, where there is one.</param>
    /// <param name="unit">The unit, where it is known.</param>
    public static bool TryRead(string text, out double value, out string unit)
    {
        (value, unit) = (0, string.Empty);
        if (text.Length is 0 or > MaxLength || text.AsSpan().IndexOfAny(NumberWords.Digits) < 0 && !text.AsSpan().ContainsAnyInRange('０', '９'))
        {
            return false;
        }

        text = NumberDressing.WithPlainDigits(text).Trim();
        if (FeetAndInches().Match(text) is { Success: true } feet)
        {
            (value, unit) = (((12 * double.Parse(feet.Groups["feet"].Value)) + double.Parse(feet.Groups["inches"].Value)) * 0.0254, "ft");
            return true;
        }

        if (!IsOneNumber(text) || !NumberText.TryFind(text, out NumberText.Found found))
        {
            return false;
        }

        unit = found.Unit;
        value = unit.Length > 0 && Tables.Units.BaseOf(unit) is { } known ? found.Value * known.Factor : found.Value;
        return true;
    }

    /// <summary>Looks at the texts of a column once.</summary>
    public static Survey Of(IEnumerable<string> texts)
    {
        const int looked = 40;
        int read = 0, others = 0, bare = 0;
        var units = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (TryRead(text, out _, out var unit))
            {
                read++;
                bare += NumberText.TryParse(text, out double _) && unit.Length == 0 ? 1 : 0;
                if (unit.Length > 0)
                {
                    units.Add(unit);
                }
            }
            else if (!MissingMarks.Contains(text.Trim()))
            {
                others++;
            }

            if (others > looked && others > read)
            {
                return new(false, [], false);
            }
        }

        // Numbers alone that stay text are names: of versions, accounts, places.
        if (read < 2 || bare == read || read < ColumnTyping.Threshold * (read + others))
        {
            return new(false, [], false);
        }

        var bases = units.Select(static unit => Tables.Units.BaseOf(unit)?.Name ?? unit).Distinct(StringComparer.Ordinal).Count();
        return new(bases < 2, units, bases > 1);
    }

    /// <summary>A number at the start, behind no more than a sign, a currency or "about", and a short word behind it.</summary>
    private static bool IsOneNumber(string text)
    {
        var first = text.AsSpan().IndexOfAny(NumberWords.Digits);
        var last = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0 || text.Length - last - 1 > MaxUnit || (text[first] == '0' && last > first && char.IsAsciiDigit(text[first + 1])))
        {
            return false;
        }

        for (var at = first; at < last; at++)
        {
            if (!char.IsAsciiDigit(text[at]) && !InsideNumbers.Contains(text[at], StringComparison.Ordinal)
                && !EastAsianUnits.Contains(text[at], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return Before().IsMatch(text[..first]) && MonthNames.Any(text.AsSpan(last + 1).Trim(" .")) == 0
            && MonthNames.Any(text.AsSpan(0, first).Trim(" .")) == 0;
    }

    [GeneratedRegex(
        @"^\s*(#|№|n[o°º]\.?|nr\.?|第|제|약|約|~|≈|<|>|≤|≥|ca\.?|c\.|about|approx\.?|over|under|more than|less than|around|nearly|almost|up to)?\s*"
            + @"[+\-−–(]?\s*(\p{Lu}{0,3}\p{Sc}|\p{Lu}{3}|Rs\.?|kr\.?)?\s*[+\-−–(]?\s*\.?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        5000)]
    private static partial Regex Before();

    [GeneratedRegex(
        @"^(?<feet>\d{1,3})\s*(['’′]|ft\.?|feet)\s*(?<inches>\d{1,2}(\.\d+)?)\s*([""”″]|''|in\.?|inches)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        5000)]
    private static partial Regex FeetAndInches();
}

/// <summary>Numbers of versions and sections: "1.10.2", "v2.0", "10.0.0.1", which are ordered part by part.</summary>
internal static partial class VersionText
{
    private const int MaxLength = 40;

    /// <summary>Whether every text of a column, but for marks of no value, is one.</summary>
    public static bool AreAll(IEnumerable<string> texts)
    {
        var read = 0;
        foreach (var text in texts)
        {
            if (text.Length <= MaxLength && Pattern().IsMatch(text))
            {
                read++;
            }
            else if (!MissingMarks.Contains(text.Trim()))
            {
                return false;
            }
        }

        return read > 1;
    }

    /// <summary>The order of two of them by their numbers; 0 where these are the same, null where one is none.</summary>
    public static int? Compare(string left, string right)
    {
        if (left.Length > MaxLength || right.Length > MaxLength || Pattern().Match(left) is not { Success: true } first
            || Pattern().Match(right) is not { Success: true } second)
        {
            return null;
        }

        var (a, b) = (first.Groups["part"].Captures, second.Groups["part"].Captures);
        for (var at = 0; at < Math.Min(a.Count, b.Count); at++)
        {
            if (long.Parse(a[at].ValueSpan).CompareTo(long.Parse(b[at].ValueSpan)) is var order and not 0)
            {
                return order;
            }
        }

        // "2.0-rc1" comes before "2.0".
        return a.Count != b.Count ? a.Count.CompareTo(b.Count)
            : second.Groups["more"].ValueSpan.IsEmpty.CompareTo(first.Groups["more"].ValueSpan.IsEmpty) is var rest and not 0 ? -rest
            : 0;
    }

    [GeneratedRegex(
        @"^\s*[vV]?\.?\s?(?<part>[0-9]{1,9})(\.(?<part>[0-9]{1,9})){1,5}(?<more>[-+ ]?[A-Za-z][\w.+-]{0,15})?\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        5000)]
    private static partial Regex Pattern();
}
