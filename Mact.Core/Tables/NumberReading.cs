using System.Buffers;
using System.Collections.Frozen;

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

/// <summary>What stands beside the digits of a number in tables of several languages.</summary>
internal static class NumberWords
{
    /// <summary>Looked for as a set: a search for a range boxes its ends for as long as the code that asks is not optimized.</summary>
    public static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public static readonly FrozenSet<string> Currencies = FrozenSet.ToFrozenSet(Units.CurrencyWords, StringComparer.Ordinal);

    /// <summary>Words that multiply the number before them; those of Chinese, Japanese and Korean are read by <see
    /// cref="EastAsianNumber"/>.</summary>
    public static readonly FrozenDictionary<string, double> Scales = new (double Factor, string Names)[]
    {
        (1e3, "k K thousand thousands Tsd Tsd. Tausend tys tys. тыс тыс. тысяч mille"),
        (1e5, "lakh lakhs Lakh lac"),
        (1e6, "M MM Mio Mio. mio mio. mn Mn mln Mln million Million millions Millions Millionen millones millón milhões milhão milioni milione "
            + "miljoen млн млн. миллион миллионов"),
        (1e7, "crore crores Crore cr Cr"),
        (1e9, "B bn Bn BN bln billion Billion billions Billions Mrd Mrd. mrd mrd. mld Milliarde Milliarden milliard milliards miliardi miljard "
            + "млрд млрд. миллиард миллиардов"),
        (1e12, "tn trn trillion Trillion trillions трлн"),
    }
        .SelectMany(static scale => scale.Names.Split(' '), static (scale, word) => (word, scale.Factor))
        .ToFrozenDictionary(static pair => pair.word, static pair => pair.Factor, StringComparer.Ordinal);
}

/// <summary>Numbers with the units of ten thousand and its powers: "5만", "3억 5,000만", "1억2천만", "1万2千", "三百".</summary>
internal static class EastAsianNumber
{
    private const string Digits = "〇一二三四五六七八九";

    /// <summary>Characters of the number that a text begins with, 0 where none of these units is in it; a space may stand between its
    /// parts.</summary>
    public static int Read(ReadOnlySpan<char> text, NumberFormat format, out double value)
    {
        double total = 0, section = 0, largest = double.MaxValue;
        double? number = null;
        int at = 0, end = 0;
        var hasUnit = false;
        while (at < text.Length)
        {
            if (SmallUnit(text[at]) is var small and > 0)
            {
                section += (number ?? 1) * small;
                (number, hasUnit) = (null, true);
            }
            else if (LargeUnit(text[at]) is var large and > 0)
            {
                section += number ?? 0;
                if (large >= largest || (section == 0 && number is null))
                {
                    break;
                }

                total += NumberText.Multiply(section, large);
                (number, section, largest, hasUnit) = (null, 0, large, true);
            }
            else if (Digits.IndexOf(text[at], StringComparison.Ordinal) is var digit and >= 0)
            {
                number = digit;
            }
            else if (char.IsAsciiDigit(text[at]))
            {
                var length = 1;
                while (at + length < text.Length && (char.IsAsciiDigit(text[at + length]) || text[at + length] is ',' or '.'))
                {
                    length++;
                }

                if (number is not null || !NumberText.TryParse(text.Slice(at, length).TrimEnd(",.").ToString(), out double part, format))
                {
                    break;
                }

                number = part;
                at += length - 1;
            }
            else if (text[at] is ' ' or '\u00a0' && hasUnit && number is null)
            {
                at++;
                continue;
            }
            else
            {
                break;
            }

            end = ++at;
        }

        value = total + section + (number ?? 0);
        return hasUnit ? end : 0;
    }

    private static double SmallUnit(char c) => c switch
    {
        '십' or '十' => 10,
        '백' or '百' => 100,
        '천' or '千' => 1_000,
        _ => 0,
    };

    private static double LargeUnit(char c) => c switch
    {
        '만' or '万' or '萬' => 1e4,
        '억' or '億' or '亿' => 1e8,
        '조' or '兆' => 1e12,
        _ => 0,
    };
}
