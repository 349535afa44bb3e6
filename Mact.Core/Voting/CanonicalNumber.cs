using System.Collections.Frozen;
using System.Globalization;

namespace Mact.Core.Voting;

/// <summary>Numbers and quantities as people and databases write them, brought to one spelling: "1,568.6" is 1568.6, "1.5 h" and "90 min" are 5400
/// s.</summary>
internal static class CanonicalNumber
{
    private const int SignificantDigits = 10;
    private static readonly FrozenDictionary<char, string> Currencies = Tables.Units.All
        .Where(static unit => unit.Base is not null && char.GetUnicodeCategory(unit.Symbol[0]) == UnicodeCategory.CurrencySymbol)
        .ToFrozenDictionary(static unit => unit.Symbol[0], static unit => unit.Base!);

    // What is counted, not how much: "5 goals" says no more than 5. "million" and its like do say how much, and stay text.
    private static readonly FrozenSet<string> Counted = FrozenSet.ToFrozenSet(
        ["points", "point", "pts", "people", "persons", "inhabitants", "votes", "goals", "games", "matches", "wins", "times", "rows"],
        StringComparer.Ordinal);

    // By folded names. What a byte's prefix counts is convention, so it is compared as it is written.
    private static readonly FrozenDictionary<string, (string Unit, decimal Factor)> Units = Tables.Units.All
        .Where(static unit => unit.Base is not null)
        .SelectMany(static unit => unit.Spellings, static (unit, name) => (name.ToLowerInvariant(), unit.Base!, unit.Factor))
        .Concat(((string[])["%", "percent", "pct", "per cent"]).Select(static name => (name, "%", 1m)))
        .Concat(((string[])["kb", "mb", "gb", "tb"]).Select(static name => (name, name, 1m)))
        .Append(("sq km", "m²", 1_000_000m))
        .DistinctBy(static row => row.Item1)
        .ToFrozenDictionary(static row => row.Item1, static row => (row.Item2, row.Item3), StringComparer.Ordinal);

    /// <summary>The number in canonical spelling, with its unit where it has one; null where the text (folded) is not one number.</summary>
    /// <param name="folded">The text.</param>
    /// <param name="units">False leaves the unit away, unconverted: "30 min" is 30.</param>
    public static string? TryFormat(string folded, bool units = true)
    {
        var (text, unit, factor) = SplitUnit(folded);
        var negative = text is ['(', .., ')'];
        if (negative)
        {
            text = text[1..^1].Trim();
        }

        (text, unit) = SplitCurrency(text, unit);
        if (text.Length == 0 || !LooksNumeric(text) || WithoutThousands(text) is not { } digits)
        {
            return null;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var scale = units ? factor : 1;
        var sign = negative ? -1 : 1;
        var number = decimal.TryParse(digits, style & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var exact)
            ? scale == 1 ? Format(sign * exact) : Format((double)sign * (double)exact * (double)scale)
            : double.TryParse(digits, style, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value) ? Format(sign * value * (double)scale)
            : null;
        return number is null || unit is null || !units ? number : $"{number} {unit}";
    }

    private static string Format(decimal value) => decimal.IsInteger(value)
        ? decimal.Truncate(value).ToString("0")
        : Format((double)value);

    // Whole numbers keep every digit, since identifiers are numbers too; fractions differ only by how they were computed.
    private static string Format(double value)
    {
        var rounded = double.Parse(value.ToString("G" + SignificantDigits));
        if (Math.Abs(rounded) < 1e15 && Math.Abs(rounded) >= 1e-9)
        {
            return ((decimal)rounded).ToString("0.###################");
        }

        return rounded == 0 ? "0" : rounded.ToString("G" + SignificantDigits);
    }

    private static bool LooksNumeric(string text) =>
        (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.') && char.IsAsciiDigit(text[^1]) && text.Length <= 40;

    private static (string Text, string? Unit) SplitCurrency(string text, string? unit)
    {
        var sign = text.Length > 0 && text[0] is '-' or '+' ? text[..1] : string.Empty;
        var rest = text[sign.Length..].TrimStart();
        return rest.Length > 0 && Currencies.TryGetValue(rest[0], out var currency)
            ? (sign + rest[1..].TrimStart(), unit ?? currency)
            : (sign + rest, unit);
    }

    private static (string Text, string? Unit, decimal Factor) SplitUnit(string text)
    {
        var end = text.LastIndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ')']);

        // "5 km2": the last digit belongs to the unit.
        return SplitAt(text, end) ?? SplitAt(text, text.LastIndexOf(' ') - 1) ?? (text, null, 1);
    }

    private static (string Text, string? Unit, decimal Factor)? SplitAt(string text, int end)
    {
        if (end < 0 || end >= text.Length - 1)
        {
            return null;
        }

        var name = text[(end + 1)..].Trim();
        return Counted.Contains(name) ? (text[..(end + 1)], null, 1)
            : Units.TryGetValue(name, out var unit) ? (text[..(end + 1)], unit.Unit, unit.Factor)
            : name is [var symbol] && Currencies.TryGetValue(symbol, out var currency) ? (text[..(end + 1)], currency, 1)
            : null;
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
