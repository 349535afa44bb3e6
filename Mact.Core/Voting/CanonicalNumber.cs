using System.Collections.Frozen;
using System.Globalization;

namespace Mact.Core.Voting;

/// <summary>Numbers as people and databases write them, brought to one spelling.</summary>
internal static class CanonicalNumber
{
    private const int SignificantDigits = 10;
    private const string Currencies = "$€£¥₹";

    // A unit says what is counted, not how much; "million" and its like do say how much and stay.
    private static readonly FrozenSet<string> Units = FrozenSet.ToFrozenSet(
        [
            "%", "percent", "per cent", "pct", "usd", "eur", "gbp", "dollars", "euros", "pounds", "points", "point", "pts", "years", "year", "yrs",
            "days", "day", "hours", "hour", "h", "hrs", "minutes", "minute", "min", "seconds", "second", "s", "sec", "ms", "km", "kilometers",
            "kilometres", "m", "meters", "metres", "cm", "mm", "miles", "mi", "ft", "feet", "kg", "kilograms", "g", "grams", "t", "tons", "tonnes",
            "lb", "lbs", "l", "liters", "litres", "km²", "km2", "sq km", "m²", "m2", "people", "persons", "inhabitants", "votes", "goals", "games",
            "matches", "wins", "times", "rows", "°c", "°f", "mph", "km/h", "kb", "mb", "gb",
        ],
        StringComparer.Ordinal);

    /// <summary>The number in canonical spelling, or null where the text (folded) is not one number.</summary>
    public static string? TryFormat(string folded)
    {
        var text = StripUnit(folded);
        var negative = text is ['(', .., ')'];
        if (negative)
        {
            text = text[1..^1].Trim();
        }

        text = StripCurrency(text);
        if (text.Length == 0 || !LooksNumeric(text))
        {
            return null;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var digits = WithoutThousands(text);
        if (digits is null)
        {
            return null;
        }

        if (decimal.TryParse(digits, style & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var exact))
        {
            return Format(negative ? -exact : exact);
        }

        return double.TryParse(digits, style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Format(negative ? -number : number)
            : null;
    }

    private static string Format(decimal value) => decimal.IsInteger(value)
        ? decimal.Truncate(value).ToString("0", CultureInfo.InvariantCulture)
        : Format((double)value);

    // Whole numbers keep every digit, since identifiers are numbers too; fractions differ only by how they were computed.
    private static string Format(double value)
    {
        var rounded = double.Parse(value.ToString("G" + SignificantDigits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (Math.Abs(rounded) < 1e15 && Math.Abs(rounded) >= 1e-9)
        {
            return ((decimal)rounded).ToString("0.###################", CultureInfo.InvariantCulture);
        }

        return rounded == 0 ? "0" : rounded.ToString("G" + SignificantDigits, CultureInfo.InvariantCulture);
    }

    private static bool LooksNumeric(string text) =>
        (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.') && char.IsAsciiDigit(text[^1]) && text.Length <= 40;

    private static string StripCurrency(string text)
    {
        var sign = text.Length > 0 && text[0] is '-' or '+' ? text[..1] : string.Empty;
        var rest = text[sign.Length..].TrimStart();
        return rest.Length > 0 && Currencies.Contains(rest[0], StringComparison.Ordinal) ? sign + rest[1..].TrimStart() : sign + rest;
    }

    private static string StripUnit(string text)
    {
        var end = text.LastIndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ')']);
        if (WithoutUnit(text, end) is { } number)
        {
            return number;
        }

        // "5 km2": the last digit belongs to the unit.
        var space = text.LastIndexOf(' ');
        return WithoutUnit(text, space - 1) ?? text;
    }

    private static string? WithoutUnit(string text, int end)
    {
        if (end < 0 || end >= text.Length - 1)
        {
            return null;
        }

        var unit = text[(end + 1)..].Trim();
        return Units.Contains(unit) || unit is [var symbol] && Currencies.Contains(symbol, StringComparison.Ordinal) ? text[..(end + 1)] : null;
    }

    /// <summary>Removes commas that separate groups of three digits; null where a comma stands elsewhere.</summary>
    private static string? WithoutThousands(string text)
    {
        if (!text.Contains(',', StringComparison.Ordinal))
        {
            return text;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var groups = (point < 0 ? text : text[..point]).Split(',');
        var first = groups[0].TrimStart('-', '+');
        return first.Length is 1 or 2 or 3 && groups.Skip(1).All(group => group.Length == 3 && group.All(char.IsAsciiDigit))
            ? text.Replace(",", string.Empty, StringComparison.Ordinal)
            : null;
    }
}
