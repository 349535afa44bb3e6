using System.Buffers;
using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>
/// Numbers as tables write them: thousands separators, currency, percent, scale words, parentheses or a trailing sign for negative.
/// A text with anything else beside the number ("3 (tie)", "12 km") is not a number.
/// </summary>
public static class NumberText
{
    /// <summary>The most digits in one run that still count as a quantity rather than an identifier.</summary>
    private const int MaxPlainDigits = 15;
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Undressed = SearchValues.Create("0123456789.,");
    private static readonly SearchValues<char> EastAsianUnits = SearchValues.Create("십十백百천千만万萬억億亿조兆");

    /// <summary>Reads a whole cell as a number.</summary>
    public static bool TryParse(string? text, out double value, NumberFormat format = NumberFormat.DecimalPoint)
    {
        var parsed = TryParse(text, out NumberReading reading, format);
        value = reading.Value;
        return parsed;
    }

    /// <summary>Reads a whole cell as a number, with how it was written.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="reading">The number.</param>
    /// <param name="format">The format of the column that the cell stands in.</param>
    /// <param name="accounting">The column writes negative numbers in parentheses, so that "(1998)" is one, and no year.</param>
    public static bool TryParse(string? text, out NumberReading reading, NumberFormat format = NumberFormat.DecimalPoint, bool accounting = false)
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

        if (rest.Length <= MaxPlainDigits && !rest.ContainsAnyExcept(NumberWords.Digits))
        {
            var plain = long.Parse(rest, NumberStyles.None);
            reading = new(plain, plain, rest.Length > 1 && rest[0] == '0');
            return true;
        }

        if (char.IsAsciiDigit(rest[0]) && char.IsAsciiDigit(rest[^1]) && !rest.ContainsAnyExcept(Undressed))
        {
            return TryParseDigits(rest, negative: false, format, out reading);
        }

        rest = NumberDressing.WithPlainDigits(text).AsSpan().Trim();
        var dressed = new NumberDressing();
        rest = dressed.Strip(rest, accounting);
        return dressed.Fits && TryParseScaled(rest, dressed, format, out reading);
    }

    /// <summary>Whether a cell is a number in parentheses that is no year.</summary>
    internal static bool IsInParentheses(ReadOnlySpan<char> text) =>
        text.Length > 2 && text[^1] == ')' && text.Contains('(') && !IsYear(text.Trim("()"));

    /// <summary>A number that a text holds, and the unit behind it.</summary>
    /// <param name="Value">With scale words and SI prefixes of data, frequency and power counted in.</param>
    /// <param name="Unit">"km", "$"; empty where there is none.</param>
    /// <param name="IsScaled">A scale word stands behind it and no unit: "900k".</param>
    public readonly record struct Found(double Value, string Unit, bool IsScaled);

    /// <summary>The first number inside a text ("about 1,200 km" is 1200), or <see langword="false"/>. It is read whole or not at all.</summary>
    public static bool TryFind(string text, out double value)
    {
        var found = TryFind(text, out Found number);
        value = number.Value;
        return found;
    }

    /// <summary>The first number inside a text with its unit.</summary>
    public static bool TryFind(string text, out Found found)
    {
        if (TryParse(text, out NumberReading whole) || TryParse(text, out whole, NumberFormat.DecimalComma))
        {
            found = new(whole.Value, Units.CurrencyOf(text), HasScale(text));
            return true;
        }

        found = default;
        text = NumberDressing.WithPlainDigits(text);
        var start = text.AsSpan().IndexOfAny(NumberWords.Digits);
        if (start < 0)
        {
            return false;
        }

        var hasPoint = start > 0 && text[start - 1] == '.' && (start == 1 || char.IsWhiteSpace(text[start - 2]) || IsMinus(text[start - 2]));
        var from = hasPoint ? start - 1 : start;
        if (EastAsianNumber.Read(text.AsSpan(from), NumberFormat.DecimalPoint, out var value) is var length and > 0)
        {
            found = new(IsNegativeAt(text, from) ? -value : value, Units.CurrencyOf(text), IsScaled: true);
            return true;
        }

        var end = EndOf(text, start);
        if (IsCutOff(text, from, end))
        {
            return false;
        }

        var digits = text[from..end];
        if (!TryParse(digits, out NumberReading reading) && !TryParse(digits, out reading, NumberFormat.DecimalComma))
        {
            // "1,2,3" and "1 2 3" are lists: their first number is a number of its own. What holds a point is one thing that is not understood.
            var separator = digits.AsSpan().IndexOfAnyExcept(NumberWords.Digits);
            if (separator < 0 || digits.AsSpan(separator).ContainsAny('.', '\'', '’') || !TryParse(digits[..separator], out reading))
            {
                return false;
            }

            end = start + separator;
        }

        value = IsNegativeAt(text, from) || IsBeforeEra(text.AsSpan(end)) ? -reading.Value : reading.Value;
        var (factor, unit) = Units.After(text.AsSpan(end), NumberWords.Scales);
        var currency = Units.CurrencyOf(text);
        if (unit == "m" && currency.Length > 0)
        {
            (factor, unit) = (1e6, currency);
        }

        found = new(Multiply(value, factor), unit.Length > 0 ? unit : currency, factor != 1 && unit.Length == 0);
        return double.IsFinite(found.Value);
    }

    /// <summary>Behind the last character of a number: digits, grouped and with a fraction, with an exponent or a fraction sign.</summary>
    private static int EndOf(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (IsInner(text, end) && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        if (end + 1 < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + (text[end + 1] is '+' or '-' ? 2 : 1);
            while (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                exponent++;
            }

            end = char.IsAsciiDigit(text[exponent - 1]) ? exponent : end;
        }

        return end < text.Length && NumberDressing.FractionOf(text[end]) > 0 ? end + 1 : end;
    }

    /// <summary>A piece of something else: of "3/4", "2:30", "0x1F" or "x²" nothing is taken.</summary>
    private static bool IsCutOff(string text, int from, int end) =>
        (end + 1 < text.Length && text[end] is '/' or ':' or '⁄' && char.IsAsciiDigit(text[end + 1]))
        || (end == from + 1 && text[from] == '0' && end < text.Length && text[end] is 'x' or 'X');

    private static bool IsInner(string text, int at) => at + 1 < text.Length && (text[at] is '.' or ',' or '_' or '\'' or '’'
        || (text[at] is ' ' or '\u00a0' or '\u2009' or '\u202f' && IsGroupOfThree(text, at + 1)));

    private static bool IsGroupOfThree(string text, int at) =>
        at + 3 <= text.Length
            && !text.AsSpan(at, 3).ContainsAnyExcept(NumberWords.Digits)
            && (at + 3 == text.Length || !char.IsAsciiDigit(text[at + 3]));

    private static bool IsNegativeAt(string text, int start)
    {
        var at = start - 1;
        while (at >= 0 && char.GetUnicodeCategory(text[at]) == UnicodeCategory.CurrencySymbol)
        {
            at--;
        }

        // "▼ 1.3%": what fell.
        if (text.AsSpan(0, start).TrimEnd() is [.., '▼' or '▽' or '↓'])
        {
            return true;
        }

        // "5-3" and "1990–2000" are ranges; only a sign at the start of a word makes a number negative.
        return at >= 0 && ((IsMinus(text[at]) && (at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] == '('))
            || (
                text[at] == '('
                    && text.IndexOf(')', start) is var close
                        && close > 0 && TryParse(text[at..(close + 1)], out NumberReading inner) && inner.Value < 0));
    }

    /// <summary>"300 BC": the years before the common era count down.</summary>
    private static bool IsBeforeEra(ReadOnlySpan<char> rest) =>
        rest.Trim() is "BC" or "BCE" or "B.C." or "B.C.E." or "v. Chr." or "av. J.-C." or "a. C." or "a.C." or "до н. э." or "до н.э.";

    internal static bool IsMinus(char c) => c is '-' or '−' or '–' or '‐' or '‑' or '‒' or '﹣';

    /// <summary>Four plain digits from 1500 to 2100.</summary>
    internal static bool IsYear(ReadOnlySpan<char> text) =>
        text.Length == 4
            && !text.ContainsAnyExcept(NumberWords.Digits)
            && int.Parse(text, NumberStyles.None) is >= 1500 and <= 2100;

    /// <summary>Products of decimal figures without binary noise: 1.1 million is 1100000.</summary>
    internal static double Multiply(double value, double factor) =>
        factor == 1 ? value : Math.Abs(value) < 1e12 && factor <= 1e15 ? (double)((decimal)value * (decimal)factor) : value * factor;

    private static bool TryParseScaled(ReadOnlySpan<char> rest, NumberDressing dressed, NumberFormat format, out NumberReading reading)
    {
        reading = default;
        var last = rest.LastIndexOfAnyInRange('0', '9');
        if (last < 0 && !rest.ContainsAny(EastAsianUnits))
        {
            return rest.Length == 1 && NumberDressing.FractionOf(rest[0]) is var alone and > 0 && Take(ReadingOf(alone), out reading);
        }

        if (rest.ContainsAny(EastAsianUnits))
        {
            if (EastAsianNumber.Read(rest, format, out var value) != rest.Length)
            {
                return false;
            }

            reading = ReadingOf(dressed.IsNegative ? -value : value);
            return true;
        }

        var word = rest[(last + 1)..].Trim();
        if (word.IsEmpty || word is ".")
        {
            return TryParseDigits(rest, dressed.IsNegative, format, out reading);
        }

        if (word.Length == 1 && NumberDressing.FractionOf(word[0]) is var fraction and > 0)
        {
            var isWhole = TryParseDigits(rest[..(last + 1)], negative: false, format, out var whole);
            reading = ReadingOf(dressed.IsNegative ? -(whole.Value + fraction) : whole.Value + fraction);
            return isWhole;
        }

        if (!NumberWords.Scales.TryGetValue(word.ToString(), out var factor)
            && (factor = !dressed.HasCurrency ? 0 : word is "m" ? 1e6 : word is "b" ? 1e9 : 0) == 0)
        {
            return false;
        }

        if (!TryParseDigits(rest[..(last + 1)], negative: false, format, out var number))
        {
            return false;
        }

        var total = Multiply(number.Value, factor);
        reading = ReadingOf(dressed.IsNegative ? -total : total);
        return true;
    }

    private static bool Take(NumberReading value, out NumberReading reading)
    {
        reading = value;
        return true;
    }

    private static NumberReading ReadingOf(double value) =>
        new(value, Math.Abs(value) < 1e15 && value == Math.Floor(value) ? (long)value : null, IsIdentifier: false);

    private static bool HasScale(string text) => text.AsSpan().ContainsAny(EastAsianUnits)
        || (text.Length > 1 && NumberWords.Scales.ContainsKey(text.AsSpan().TrimStart("0123456789.,' \u00a0-+").ToString()));

    /// <summary>Whether the number that a whole cell is was multiplied by a word or character behind it: "$1.2 M", "3 crore", "5만".</summary>
    internal static bool IsMultiplied(string text)
    {
        var word = text.AsSpan(text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1).Trim(" \u00a0.)-").TrimEnd("€$£¥₹₩ ");
        return text.AsSpan().ContainsAny(EastAsianUnits) || word is "m" or "b" || (!word.IsEmpty && NumberWords.Scales.ContainsKey(word.ToString()));
    }

    private static bool TryParseDigits(ReadOnlySpan<char> rest, bool negative, NumberFormat format, out NumberReading reading)
    {
        reading = default;
        var point = format == NumberFormat.DecimalPoint ? '.' : ',';
        if (rest.IsEmpty || !(char.IsAsciiDigit(rest[0]) || (rest[0] == point && rest.Length > 1 && char.IsAsciiDigit(rest[1]))))
        {
            return false;
        }

        Span<char> plain = stackalloc char[MaxLength + 2];
        var length = 0;
        if (negative)
        {
            plain[length++] = '-';
        }

        var intLength = 0;
        while (intLength < rest.Length && (char.IsAsciiDigit(rest[intLength]) || IsGroupSeparator(rest, intLength, point)))
        {
            intLength++;
        }

        var integer = rest[..intLength];
        var grouped = integer.ContainsAnyExcept(NumberWords.Digits);
        if (grouped)
        {
            if (!TryUngroup(integer, plain, ref length))
            {
                return false;
            }
        }
        else
        {
            integer.CopyTo(plain[length..]);
            length += integer.Length;
        }

        var tail = rest[intLength..];
        if (!tail.IsEmpty)
        {
            if (!IsFractionOrExponent(tail, point))
            {
                return false;
            }

            tail.CopyTo(plain[length..]);
            plain.Slice(length, tail.Length).Replace(',', '.');
            length += tail.Length;
        }

        var digits = plain[..length];
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return false;
        }

        long? whole = tail.IsEmpty && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integral)
            ? integral : null;
        var identifier = !grouped && ((integer.Length > 1 && integer[0] == '0') || (tail.IsEmpty && integer.Length > MaxPlainDigits));
        reading = new NumberReading(value, whole, identifier);
        return true;
    }

    private static bool IsGroupSeparator(ReadOnlySpan<char> text, int at, char point) =>
        text[at] is (',' or '.' or '_' or '\'' or '’' or ' ' or '\u00a0' or '\u2009' or '\u202f')
            && text[at] != point && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    /// <summary>"1,568", "1 568" and, as in India, "1,00,000": groups of two or three digits, the last of three, one kind of separator.</summary>
    private static bool TryUngroup(ReadOnlySpan<char> integer, Span<char> plain, ref int length)
    {
        var separator = integer[integer.IndexOfAnyExcept(NumberWords.Digits)];
        if (integer[0] == '0')
        {
            return false;
        }

        for (var first = true; ; first = false)
        {
            var next = integer.IndexOf(separator);
            var group = next < 0 ? integer : integer[..next];
            var fits = first ? group.Length is >= 1 and <= 3
                : next < 0 ? group.Length == 3
                : group.Length is 3 || (group.Length == 2 && separator == ',');
            if (!fits || group.ContainsAnyExcept(NumberWords.Digits))
            {
                return false;
            }

            group.CopyTo(plain[length..]);
            length += group.Length;
            if (next < 0)
            {
                return true;
            }

            integer = integer[(next + 1)..];
        }
    }

    private static bool IsFractionOrExponent(ReadOnlySpan<char> tail, char point)
    {
        var hasPoint = tail[0] == point;
        var end = hasPoint ? tail[1..].IndexOfAnyExcept(NumberWords.Digits) : 0;
        if (end < 0)
        {
            return true;
        }

        var exponent = tail[(hasPoint ? end + 1 : end)..];
        var power = exponent[0] is 'e' or 'E' ? exponent[1..] : [];
        power = power is ['+' or '-', ..] ? power[1..] : power;
        return !power.IsEmpty && !power.ContainsAnyExcept(NumberWords.Digits);
    }
}
