using System.Globalization;
using System.Text;

namespace Mact.Core.Tables;

/// <summary>
/// Numbers as tables write them: thousands separators, currency, percent, parentheses for negative, any minus sign.
/// A text with anything beside the number ("3 (tie)", "12 km") is not a number.
/// </summary>
public static class NumberText
{
    /// <summary>The most digits in one run that still count as a quantity rather than an identifier.</summary>
    private const int MaxPlainDigits = 15;
    private const int MaxLength = 64;

    /// <summary>Reads a whole cell as a number.</summary>
    public static bool TryParse(string? text, out double value)
    {
        var parsed = TryParse(text, out NumberReading reading);
        value = reading.Value;
        return parsed;
    }

    /// <summary>Reads a whole cell as a number, with how it was written.</summary>
    public static bool TryParse(string? text, out NumberReading reading)
    {
        reading = default;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return false;
        }

        var negative = false;
        if (rest.Length > 2 && rest[0] == '(' && rest[^1] == ')')
        {
            negative = true;
            rest = rest[1..^1].Trim();
        }

        rest = StripUnits(rest, ref negative, out var signs);
        return signs <= 1 && (!negative || signs == 0 || rest.Length > 0) && TryParseDigits(rest, negative, out reading);
    }

    /// <summary>The first number inside a text ("about 1,200 km" is 1200), or <see langword="false"/>.</summary>
    public static bool TryFind(string text, out double value)
    {
        if (TryParse(text, out value))
        {
            return true;
        }

        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsAsciiDigit(text[start]))
            {
                continue;
            }

            var end = start + 1;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || (IsInner(text[end]) && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
            {
                end++;
            }

            var hasPoint = start > 0 && text[start - 1] == '.' && (start == 1 || char.IsWhiteSpace(text[start - 2]) || IsMinus(text[start - 2]));
            var from = hasPoint ? start - 1 : start;
            var negative = IsNegativeAt(text, from);
            if (TryParse(text[from..end], out value))
            {
                value = negative ? -value : value;
                return true;
            }

            // "1,2,3" is a list, not one number: take what stands before its first separator.
            var digits = start;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                digits++;
            }

            var found = double.TryParse(text.AsSpan(start, digits - start), NumberStyles.None, CultureInfo.InvariantCulture, out value);
            value = negative ? -value : value;
            return found && double.IsFinite(value);
        }

        value = 0;
        return false;
    }

    private static bool IsNegativeAt(string text, int start)
    {
        var at = start - 1;
        while (at >= 0 && char.GetUnicodeCategory(text[at]) == UnicodeCategory.CurrencySymbol)
        {
            at--;
        }

        // "5-3" and "1990–2000" are ranges; only a sign at the start of a word makes a number negative.
        return at >= 0 && ((IsMinus(text[at]) && (at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] == '('))
            || (text[at] == '(' && text.IndexOf(')', start) is var close && close > 0 && TryParse(text[at..(close + 1)], out double _)));
    }

    private static bool IsInner(char c) => c is '.' or ',';

    private static bool IsMinus(char c) => c is '-' or '−' or '–' or '‐' or '‑';

    private static ReadOnlySpan<char> StripUnits(ReadOnlySpan<char> rest, scoped ref bool negative, out int signs)
    {
        signs = 0;
        var currency = false;
        while (rest.Length > 0)
        {
            if (rest[0] == '+' || IsMinus(rest[0]))
            {
                signs += negative ? 2 : 1;
                negative |= rest[0] != '+';
                rest = rest[1..].TrimStart();
            }
            else if (!currency && CurrencyLength(rest) is var length && length > 0)
            {
                currency = true;
                rest = rest[length..].TrimStart();
            }
            else
            {
                break;
            }
        }

        if (rest.Length > 1 && (rest[^1] is '%' or '‰' || (!currency && char.GetUnicodeCategory(rest[^1]) == UnicodeCategory.CurrencySymbol)))
        {
            rest = rest[..^1].TrimEnd();
        }

        return rest;
    }

    /// <summary>"$", "€", also with a country before it: "US$", "C$".</summary>
    private static int CurrencyLength(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < Math.Min(text.Length, 4); i++)
        {
            if (char.GetUnicodeCategory(text[i]) == UnicodeCategory.CurrencySymbol)
            {
                return i + 1;
            }

            if (!char.IsAsciiLetterUpper(text[i]))
            {
                break;
            }
        }

        return 0;
    }

    private static bool TryParseDigits(ReadOnlySpan<char> rest, bool negative, out NumberReading reading)
    {
        reading = default;
        if (rest.IsEmpty || !(char.IsAsciiDigit(rest[0]) || (rest[0] == '.' && rest.Length > 1 && char.IsAsciiDigit(rest[1]))))
        {
            return false;
        }

        var plain = new StringBuilder(rest.Length + 1);
        if (negative)
        {
            plain.Append('-');
        }

        var intLength = 0;
        while (intLength < rest.Length && (char.IsAsciiDigit(rest[intLength]) || IsGroupSeparator(rest, intLength)))
        {
            intLength++;
        }

        var integer = rest[..intLength];
        var grouped = integer.ContainsAnyExceptInRange('0', '9');
        if (grouped && !TryUngroup(integer, plain))
        {
            return false;
        }

        if (!grouped)
        {
            plain.Append(integer);
        }

        var tail = rest[intLength..];
        if (!tail.IsEmpty && !IsFractionOrExponent(tail))
        {
            return false;
        }

        plain.Append(tail);
        var digits = plain.ToString();
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return false;
        }

        long? whole = tail.IsEmpty && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integral) ? integral : null;
        var identifier = (!grouped && integer.Length > 1 && integer[0] == '0') || (!grouped && tail.IsEmpty && integer.Length > MaxPlainDigits);
        reading = new NumberReading(value, whole, identifier);
        return true;
    }

    private static bool IsGroupSeparator(ReadOnlySpan<char> text, int at)
    {
        return (text[at] is ',' or '\'' or '’' or ' ' or '\u00a0' or '\u2009' or '\u202f')
            && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
    }

    /// <summary>"1,568", "1 568" and, as in India, "1,00,000": groups of two or three digits, the last of three, one kind of separator.</summary>
    private static bool TryUngroup(ReadOnlySpan<char> integer, StringBuilder plain)
    {
        var separator = integer[integer.IndexOfAnyExceptInRange('0', '9')];
        var first = true;
        while (true)
        {
            var next = integer.IndexOf(separator);
            var group = next < 0 ? integer : integer[..next];
            var fits = first ? group.Length is >= 1 and <= 3 : next < 0 ? group.Length == 3 : group.Length is 3 || (group.Length == 2 && separator == ',');
            if (!fits || group.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            plain.Append(group);
            if (next < 0)
            {
                return true;
            }

            integer = integer[(next + 1)..];
            first = false;
        }
    }

    private static bool IsFractionOrExponent(ReadOnlySpan<char> tail)
    {
        var at = 0;
        if (tail[0] == '.')
        {
            at++;
            while (at < tail.Length && char.IsAsciiDigit(tail[at]))
            {
                at++;
            }
        }

        if (at == tail.Length)
        {
            return true;
        }

        if (tail[at] is not ('e' or 'E'))
        {
            return false;
        }

        at++;
        if (at < tail.Length && tail[at] is '+' or '-')
        {
            at++;
        }

        return at < tail.Length && !tail[at..].ContainsAnyExceptInRange('0', '9');
    }
}

/// <summary>A cell read as a number.</summary>
/// <param name="Value">The number as written: "22.16 %" is 22.16, "(3.1)" is -3.1.</param>
/// <param name="Whole">The same number where it was written without a fraction and fits; otherwise <see langword="null"/>.</param>
/// <param name="IsIdentifier">Written as identifiers are: with leading zeros ("007"), or as more than 15 digits in one run.</param>
public readonly record struct NumberReading(double Value, long? Whole, bool IsIdentifier);
