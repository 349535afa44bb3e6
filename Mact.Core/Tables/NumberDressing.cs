using System.Globalization;
using System.Text;

namespace Mact.Core.Tables;

/// <summary>What stands around the digits: signs, parentheses, currency, percent.</summary>
internal record struct NumberDressing
{
    private int _signs;
    private bool _currency;

    public bool IsNegative { get; set; }

    public readonly bool Fits => _signs <= 1;

    public readonly bool HasCurrency => _currency;

    /// <summary>½ as 0.5; 0 where the character is no fraction.</summary>
    public static double FractionOf(char c) => c is '½' or '¼' or '¾' or (>= '⅐' and <= '⅞') ? Math.Round(CharUnicodeInfo.GetNumericValue(c), 10) : 0;

    /// <summary>A text with the digits of other scripts, and wide ones, as plain ones.</summary>
    public static string WithPlainDigits(string text)
    {
        if (Ascii.IsValid(text) || !text.AsSpan().ContainsAnyExceptInRange('\0', 'ÿ'))
        {
            return text;
        }

        return string.Create(text.Length, text, static (plain, source) =>
        {
            for (var at = 0; at < source.Length; at++)
            {
                plain[at] = PlainDigit(source[at]);
            }
        });
    }

    private static char PlainDigit(char c) => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c switch
    {
        '٫' => '.',
        '٬' => ',',
        '　' => ' ',
        _ when c > 'ÿ' && char.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber => (char)('0' + (int)char.GetNumericValue(c)),
        _ => c,
    };

    public ReadOnlySpan<char> Strip(ReadOnlySpan<char> rest, bool accounting)
    {
        rest = WithoutMarks(rest);
        for (var changed = true; changed && rest.Length > 1;)
        {
            changed = false;
            if (rest[0] == '(' && rest[^1] == ')')
            {
                rest = rest[1..^1].Trim();
                if (accounting || _currency || !NumberText.IsYear(rest))
                {
                    Sign(negative: true);
                }

                changed = true;
            }
            else if (rest[0] == '+' || NumberText.IsMinus(rest[0]))
            {
                Sign(rest[0] != '+');
                rest = rest[1..].TrimStart();
                changed = true;
            }
            else if (DashForCents(rest) is var cents and > 0)
            {
                rest = rest[..^cents];
                changed = true;
            }
            else if (NumberText.IsMinus(rest[^1]) && char.IsAsciiDigit(rest[0]))
            {
                Sign(negative: true);
                rest = rest[..^1].TrimEnd();
                changed = true;
            }
            else if (LedgerMark(rest, accounting) is var mark and not 0)
            {
                if (mark < 0)
                {
                    Sign(negative: true);
                }

                rest = rest[..^Math.Abs(mark)].TrimEnd();
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

    /// <summary>Whether an amount is marked as a debit: "40.50 DR".</summary>
    public static bool IsDebit(ReadOnlySpan<char> text) => LedgerMark(text.Trim(), accounting: true) < 0;

    /// <summary>The length of "CR" behind an amount, less than 0 for "DR"; "Cr" is ten millions where no debit stands in the column.</summary>
    private static int LedgerMark(ReadOnlySpan<char> rest, bool accounting)
    {
        var length = rest.EndsWith(".", StringComparison.Ordinal) ? 3 : 2;
        if (rest.Length <= length || !(char.IsAsciiDigit(rest[^(length + 1)]) || rest[^(length + 1)] is ' ' or '\u00a0'))
        {
            return 0;
        }

        return rest[^length..].TrimEnd('.') switch
        {
            "DR" or "Dr" => -length,
            "CR" => length,
            "Cr" when accounting => length,
            _ => 0,
        };
    }

    /// <summary>"12,-", "12.--": a dash where a price has no cents; the length of both, 0 where there is none.</summary>
    private static int DashForCents(ReadOnlySpan<char> rest)
    {
        var digits = rest.TrimEnd("-–—");
        return digits.Length > 1 && digits.Length < rest.Length && digits[^1] is ',' or '.' && char.IsAsciiDigit(digits[^2])
            ? rest.Length - digits.Length + 1
            : 0;
    }

    /// <summary>"1,200[3]", "1,200*": the mark of a note is no part of a number.</summary>
    private static ReadOnlySpan<char> WithoutMarks(ReadOnlySpan<char> rest)
    {
        while (rest.Length > 1)
        {
            var open = rest[^1] == ']' ? rest.LastIndexOf('[') : rest[^1] is '*' or '†' or '‡' ? rest.Length - 1 : -1;
            if (
                open < 1 || rest.Length - open > 10
                    || !(char.IsAsciiDigit(rest[open - 1]) || rest[open - 1] is '%' or ']' or '*' or '†' or ' ' or ')'))
            {
                break;
            }

            rest = rest[..open].TrimEnd();
        }

        return rest;
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

        var digit = text.IndexOfAny(NumberWords.Digits);
        var word = digit > 0 ? text[..digit].Trim(" \u00a0(-−+") : default;
        return !word.IsEmpty && NumberWords.Currencies.Contains(word.ToString()) && !(word is "R" or "RM" && IsCode(text[word.Length..]))
            ? text[..digit].TrimEnd(" \u00a0(-−+").Length
            : 0;
    }

    /// <summary>"R5", "RM101" are rooms or codes; "R 5", "RM1,200.50" amounts of rand and ringgit.</summary>
    private static bool IsCode(ReadOnlySpan<char> number) => !number.ContainsAnyExcept(NumberWords.Digits);

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
            if (NumberWords.Currencies.Contains(text[^length..].ToString()) && (text[^1] > '\u3000' || !char.IsLetter(text[^(length + 1)])))
            {
                return length;
            }
        }

        return 0;
    }
}
