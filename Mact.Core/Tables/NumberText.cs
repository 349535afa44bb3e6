using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>Which sign stands before the fraction of a number; the other one groups thousands.</summary>
public enum NumberFormat
{
    /// <summary>1,234.5.</summary>
    DecimalPoint,

    /// <summary>1.234,5.</summary>
    DecimalComma,
}

/// <summary>A cell read as a number.</summary>
/// <param name="Value">The number as written: "22.16 %" is 22.16, "(3.1)" is -3.1, "1.2M" is 1200000.</param>
/// <param name="Whole">The same number where it has no fraction and fits; otherwise <see langword="null"/>.</param>
/// <param name="IsIdentifier">Written as identifiers are: with leading zeros ("007"), or as more than 15 digits in one run.</param>
public readonly record struct NumberReading(double Value, long? Whole, bool IsIdentifier);

/// <summary>
/// Numbers as tables write them: thousands separators, currency, percent, scale words, parentheses or a trailing sign for negative.
/// A text with anything else beside the number ("3 (tie)", "12 km") is not a number.
/// </summary>
public static class NumberText
{
    /// <summary>The most digits in one run that still count as a quantity rather than an identifier.</summary>
    private const int MaxPlainDigits = 15;
    private const int MaxLength = 64;

    private static readonly SearchValues<char> LargeScales = SearchValues.Create("억億亿조兆만万萬");

    private static readonly FrozenSet<string> Currencies = FrozenSet.ToFrozenSet(
        [
            "AUD",
            "BRL",
            "CAD",
            "CHF",
            "CNY",
            "CZK",
            "DKK",
            "EUR",
            "GBP",
            "HKD",
            "HUF",
            "INR",
            "JPY",
            "KRW",
            "MXN",
            "NOK",
            "NZD",
            "PLN",
            "RMB",
            "RUB",
            "SEK", "SGD", "TRY", "USD", "ZAR", "kr", "kr.", "Kč", "zł", "Ft", "Fr.", "lei", "Rs", "Rs.", "руб", "руб.", "р.", "원", "円", "元", "圓", "圆",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, double> Scales = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["k"] = 1e3, ["K"] = 1e3, ["thousand"] = 1e3, ["Tsd"] = 1e3, ["Tsd."] = 1e3, ["тыс"] = 1e3, ["тыс."] = 1e3, ["천"] = 1e3, ["千"] = 1e3,
        ["만"] = 1e4, ["万"] = 1e4, ["萬"] = 1e4, ["lakh"] = 1e5, ["lakhs"] = 1e5, ["crore"] = 1e7, ["crores"] = 1e7,
        ["M"] = 1e6, ["Mio"] = 1e6, ["Mio."] = 1e6, ["mio"] = 1e6, ["mio."] = 1e6, ["mn"] = 1e6, ["mln"] = 1e6, ["million"] = 1e6, ["Million"] = 1e6,
        ["millions"] = 1e6, ["Millionen"] = 1e6, ["млн"] = 1e6, ["백만"] = 1e6,
        ["억"] = 1e8, ["億"] = 1e8, ["亿"] = 1e8,
        ["B"] = 1e9,
        ["bn"] = 1e9,
        ["Bn"] = 1e9,
        ["billion"] = 1e9,
        ["Billion"] = 1e9,
        ["billions"] = 1e9,
        ["Mrd"] = 1e9,
        ["Mrd."] = 1e9,
        ["mld"] = 1e9,
        ["млрд"] = 1e9, ["tn"] = 1e12, ["trillion"] = 1e12, ["조"] = 1e12, ["兆"] = 1e12,
    }.ToFrozenDictionary();

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
    /// <param name="format">Of the column that the cell stands in.</param>
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

        if (rest.Length <= MaxPlainDigits && !rest.ContainsAnyExceptInRange('0', '9'))
        {
            var plain = long.Parse(rest, NumberStyles.None, CultureInfo.InvariantCulture);
            reading = new(plain, plain, rest.Length > 1 && rest[0] == '0');
            return true;
        }

        var dressed = new Dressing();
        rest = dressed.Strip(rest, accounting);
        return dressed.Fits && TryParseScaled(rest, dressed, format, out reading);
    }

    /// <summary>Whether a cell is a number in parentheses that is no year.</summary>
    internal static bool IsInParentheses(ReadOnlySpan<char> text) =>
        text.Length > 2 && text[^1] == ')' && text.Contains('(') && !IsYear(text.Trim("()"));

    /// <summary>A number that a text holds, and the unit behind it.</summary>
    /// <param name="Value">With scale words and SI prefixes of data, frequency and power counted in.</param>
    /// <param name="Unit">"km", "$"; empty where there is none.</param>
    public readonly record struct Found(double Value, string Unit);

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
            found = new(whole.Value, CurrencyIn(text));
            return true;
        }

        found = default;
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return false;
        }

        var end = start + 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (IsInner(text, end) && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        var hasPoint = start > 0 && text[start - 1] == '.' && (start == 1 || char.IsWhiteSpace(text[start - 2]) || IsMinus(text[start - 2]));
        var from = hasPoint ? start - 1 : start;
        var digits = text[from..end];
        if (!TryParse(digits, out NumberReading reading) && !TryParse(digits, out reading, NumberFormat.DecimalComma))
        {
            // "1,2,3" and "1 2 3" are lists: their first number is a number of its own. What holds a point is one thing that is not understood.
            var separator = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
            if (separator < 0 || digits.AsSpan(separator).ContainsAny('.', '\'', '’') || !TryParse(digits[..separator], out reading))
            {
                return false;
            }

            end = start + separator;
        }

        var value = IsNegativeAt(text, from) ? -reading.Value : reading.Value;
        var (factor, unit) = Units.After(text.AsSpan(end), Scales);
        found = new(Multiply(value, factor), unit.Length > 0 ? unit : CurrencyIn(text));
        return double.IsFinite(found.Value);
    }

    private static string CurrencyIn(string text)
    {
        foreach (var c in text)
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol)
            {
                return c.ToString();
            }
        }

        return string.Empty;
    }

    private static bool IsInner(string text, int at) => at + 1 < text.Length && (text[at] is '.' or ',' or '\'' or '’'
        || (text[at] is ' ' or '\u00a0' or '\u2009' or '\u202f' && IsGroupOfThree(text, at + 1)));

    private static bool IsGroupOfThree(string text, int at) =>
        at + 3 <= text.Length
            && !text.AsSpan(at, 3).ContainsAnyExceptInRange('0', '9')
            && (at + 3 == text.Length || !char.IsAsciiDigit(text[at + 3]));

    private static bool IsNegativeAt(string text, int start)
    {
        var at = start - 1;
        while (at >= 0 && char.GetUnicodeCategory(text[at]) == UnicodeCategory.CurrencySymbol)
        {
            at--;
        }

        // "5-3" and "1990–2000" are ranges; only a sign at the start of a word makes a number negative.
        return at >= 0 && ((IsMinus(text[at]) && (at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] == '('))
            || (
                text[at] == '('
                    && text.IndexOf(')', start) is var close
                        && close > 0 && TryParse(text[at..(close + 1)], out NumberReading inner) && inner.Value < 0));
    }

    private static bool IsMinus(char c) => c is '-' or '−' or '–' or '‐' or '‑';

    /// <summary>Four plain digits from 1500 to 2100.</summary>
    private static bool IsYear(ReadOnlySpan<char> text) =>
        text.Length == 4
            && !text.ContainsAnyExceptInRange('0', '9')
            && int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is >= 1500 and <= 2100;

    /// <summary>Products of decimal figures without binary noise: 1.1 million is 1100000.</summary>
    private static double Multiply(double value, double factor) =>
        factor == 1 ? value : Math.Abs(value) < 1e12 && factor <= 1e15 ? (double)((decimal)value * (decimal)factor) : value * factor;

    private static bool TryParseScaled(ReadOnlySpan<char> rest, Dressing dressed, NumberFormat format, out NumberReading reading)
    {
        reading = default;
        var last = rest.LastIndexOfAnyInRange('0', '9');
        if (last < 0)
        {
            return false;
        }

        var word = rest[(last + 1)..].Trim();
        if (word.IsEmpty || word is ".")
        {
            return TryParseDigits(rest, dressed.IsNegative, format, out reading);
        }

        if (!Scales.TryGetValue(word.ToString(), out var factor))
        {
            return false;
        }

        // "3억 5,000만": larger scales stand first, each with a number of its own.
        var head = rest[..(last + 1)];
        var split = head.LastIndexOfAny(LargeScales);
        var total = 0.0;
        if (split > 0)
        {
            if (!TryParseScaled(head[..(split + 1)], dressed with { IsNegative = false }, format, out var larger) || larger.Value < factor)
            {
                return false;
            }

            total = larger.Value;
            head = head[(split + 1)..].Trim();
        }

        if (!TryParseDigits(head, negative: false, format, out var number))
        {
            return false;
        }

        total += Multiply(number.Value, factor);
        total = dressed.IsNegative ? -total : total;
        reading = new(total, Math.Abs(total) < 1e15 && total == Math.Floor(total) ? (long)total : null, IsIdentifier: false);
        return true;
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
        var grouped = integer.ContainsAnyExceptInRange('0', '9');
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
        text[at] is (',' or '.' or '\'' or '’' or ' ' or '\u00a0' or '\u2009' or '\u202f')
            && text[at] != point && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    /// <summary>"1,568", "1 568" and, as in India, "1,00,000": groups of two or three digits, the last of three, one kind of separator.</summary>
    private static bool TryUngroup(ReadOnlySpan<char> integer, Span<char> plain, ref int length)
    {
        var separator = integer[integer.IndexOfAnyExceptInRange('0', '9')];
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
            if (!fits || group.ContainsAnyExceptInRange('0', '9'))
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
        var at = 0;
        if (tail[0] == point)
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

    /// <summary>What stands around the digits: signs, parentheses, currency, percent.</summary>
    private record struct Dressing
    {
        private int _signs;
        private bool _currency;

        public bool IsNegative { get; set; }

        public readonly bool Fits => _signs <= 1;

        public ReadOnlySpan<char> Strip(ReadOnlySpan<char> rest, bool accounting)
        {
            for (var changed = true; changed && rest.Length > 1;)
            {
                changed = false;
                if (rest[0] == '(' && rest[^1] == ')')
                {
                    rest = rest[1..^1].Trim();
                    if (accounting || _currency || !IsYear(rest))
                    {
                        Sign(negative: true);
                    }

                    changed = true;
                }
                else if (rest[0] == '+' || IsMinus(rest[0]))
                {
                    Sign(rest[0] != '+');
                    rest = rest[1..].TrimStart();
                    changed = true;
                }
                else if (IsMinus(rest[^1]) && char.IsAsciiDigit(rest[0]))
                {
                    Sign(negative: true);
                    rest = rest[..^1].TrimEnd();
                    changed = true;
                }
                else if (!_currency && (Prefix(rest) is var prefix && prefix > 0))
                {
                    _currency = true;
                    rest = rest[prefix..].TrimStart();
                    changed = true;
                }
                else if (!_currency && Suffix(rest) is var suffix && suffix > 0)
                {
                    _currency = true;
                    rest = rest[..^suffix].TrimEnd();
                    changed = true;
                }
            }

            return rest.Length > 1 && rest[^1] is '%' or '‰' ? rest[..^1].TrimEnd() : rest;
        }

        private void Sign(bool negative)
        {
            _signs++;
            IsNegative |= negative;
        }

        /// <summary>"$", "€", also with a country before it: "US$", "C$"; "EUR", "kr".</summary>
        private static int Prefix(ReadOnlySpan<char> text)
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

            var digit = text.IndexOfAnyInRange('0', '9');
            return digit > 0 && Currencies.Contains(text[..digit].Trim(" \u00a0(-−+").ToString()) ? text[..digit].TrimEnd(" \u00a0(-−+").Length : 0;
        }

        private static int Suffix(ReadOnlySpan<char> text)
        {
            if (char.GetUnicodeCategory(text[^1]) == UnicodeCategory.CurrencySymbol)
            {
                return 1;
            }

            if (!char.IsLetter(text[^1]) && text[^1] != '.')
            {
                return 0;
            }

            for (var length = 1; length <= Math.Min(4, text.Length - 1); length++)
            {
                if (Currencies.Contains(text[^length..].ToString()) && (length == 1 || !char.IsLetter(text[^(length + 1)])))
                {
                    return length;
                }
            }

            return 0;
        }
    }
}

/// <summary>Units of measure behind a number.</summary>
internal static class Units
{
    private static readonly FrozenDictionary<string, string> Dimensions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["km"] = "length", ["m"] = "length", ["cm"] = "length", ["mm"] = "length", ["mi"] = "length", ["mile"] = "length", ["miles"] = "length",
        ["ft"] = "length", ["feet"] = "length", ["yd"] = "length", ["yards"] = "length", ["in"] = "length", ["inches"] = "length", ["nmi"] = "length",
        ["kg"] = "mass", ["g"] = "mass", ["mg"] = "mass", ["t"] = "mass", ["tons"] = "mass", ["lb"] = "mass", ["lbs"] = "mass", ["oz"] = "mass",
        ["s"] = "time", ["sec"] = "time", ["min"] = "time", ["h"] = "time", ["hr"] = "time", ["hrs"] = "time", ["hours"] = "time", ["days"] = "time",
        ["km²"] = "area", ["m²"] = "area", ["ha"] = "area", ["acres"] = "area", ["sq mi"] = "area", ["km2"] = "area", ["m2"] = "area",
        ["l"] = "volume", ["L"] = "volume", ["ml"] = "volume", ["gal"] = "volume", ["gallons"] = "volume",
        ["km/h"] = "speed", ["mph"] = "speed", ["m/s"] = "speed", ["kn"] = "speed", ["°C"] = "temperature", ["°F"] = "temperature",
        ["$"] = "currency", ["€"] = "currency", ["£"] = "currency", ["¥"] = "currency", ["₩"] = "currency", ["₹"] = "currency", ["₽"] = "currency",
        ["kr"] = "currency", ["원"] = "currency", ["円"] = "currency", ["USD"] = "currency", ["EUR"] = "currency", ["GBP"] = "currency",
    }.ToFrozenDictionary();

    /// <summary>Units whose prefixes are counted in, with the unit that they come to.</summary>
    private static readonly FrozenDictionary<string, (
        double Factor, string Unit)> Prefixed = new Dictionary<string, (double Factor, string Unit)>(StringComparer.Ordinal)
    {
        ["KB"] = (1e3, "B"), ["kB"] = (1e3, "B"), ["MB"] = (1e6, "B"), ["GB"] = (1e9, "B"), ["TB"] = (1e12, "B"), ["PB"] = (1e15, "B"),
        ["KiB"] = (1024, "B"), ["MiB"] = (1_048_576, "B"), ["GiB"] = (1_073_741_824, "B"), ["TiB"] = (1_099_511_627_776, "B"), ["bytes"] = (1, "B"),
        ["W"] = (1, "W"),
        ["kW"] = (1e3, "W"),
        ["MW"] = (1e6, "W"),
        ["GW"] = (1e9, "W"),
        ["Hz"] = (1, "Hz"),
        ["kHz"] = (1e3, "Hz"),
        ["MHz"] = (1e6, "Hz"),
        ["GHz"] = (1e9, "Hz"), ["Wh"] = (1, "Wh"), ["kWh"] = (1e3, "Wh"), ["MWh"] = (1e6, "Wh"), ["GWh"] = (1e9, "Wh"), ["TWh"] = (1e12, "Wh"),
    }.ToFrozenDictionary();

    /// <summary>The quantity that a unit measures, or null where it is none that is known.</summary>
    public static string? DimensionOf(string unit) => Dimensions.GetValueOrDefault(unit);

    /// <summary>The factor and the unit that stand right behind a number.</summary>
    public static (double Factor, string Unit) After(ReadOnlySpan<char> text, FrozenDictionary<string, double> scales)
    {
        var rest = text.TrimStart(" \u00a0");
        var factor = 1.0;
        var word = FirstWord(rest);
        if (scales.TryGetValue(word, out var scale))
        {
            factor = scale;
            rest = rest[word.Length..].TrimStart(" \u00a0");
            word = FirstWord(rest);
        }
        else if (word.Length > 0 && word[0] > 0x1100 && scales.TryGetValue(word[..1], out scale))
        {
            factor = scale;
            word = word[1..];
        }

        return Prefixed.TryGetValue(word, out var prefixed) ? (factor * prefixed.Factor, prefixed.Unit)
            : Dimensions.ContainsKey(word) ? (factor, word) : (factor, string.Empty);
    }

    private static string FirstWord(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && end < 12 && (char.IsLetter(text[end]) || text[end] is '°' or '²' or '/' or '2'
            || char.GetUnicodeCategory(text[end]) == UnicodeCategory.CurrencySymbol))
        {
            end++;
        }

        return text[..end].ToString();
    }
}
