using System.Globalization;
using System.Text;

namespace Mact.DevServices.Reader.Language;

/// <summary>Splits a text into words; one pass, no regular expressions.</summary>
internal static class Words
{
    private static readonly Dictionary<string, double> NumberWords = new(StringComparer.Ordinal)
    {
        ["zero"] = 0,
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["hundred"] = 100,
    };

    private static readonly Dictionary<string, double> OrdinalWords = new(StringComparer.Ordinal)
    {
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
        ["sixth"] = 6,
        ["seventh"] = 7,
        ["eighth"] = 8,
        ["ninth"] = 9,
        ["tenth"] = 10,
    };

    /// <summary>The words of a text, at most <paramref name="limit"/> of them.</summary>
    public static IReadOnlyList<Word> Of(string text, int limit = int.MaxValue)
    {
        List<Word> words = [];
        var i = 0;
        while (i < text.Length && words.Count < limit)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var end = char.IsDigit(text[i]) ? EndOfNumber(text, i) : EndOfWord(text, i);
            if (!IsPossessiveEnding(text, i, end))
            {
                words.Add(Word(text, i, end));
            }

            i = end;
        }

        return words;
    }

    /// <summary>Lower case, without accents, quotes and dashes unified, spaces collapsed: how texts are compared, as the SQL function norm does.</summary>
    public static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var symbol in text.Normalize(NormalizationForm.FormKD))
        {
            var category = char.GetUnicodeCategory(symbol);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            {
                continue;
            }

            if (!char.IsWhiteSpace(symbol))
            {
                result.Append(Unified(symbol, category));
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }

        return result.ToString().TrimEnd(' ');
    }

    private static char Unified(char symbol, UnicodeCategory category) => category switch
    {
        UnicodeCategory.DashPunctuation => '-',
        UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => symbol is '“' or '”' or '«' or '»' ? '"' : '\'',
        _ => symbol == '−' ? '-' : char.ToLowerInvariant(symbol),
    };

    private static Word Word(string text, int start, int end)
    {
        var folded = Fold(text[start..end]) is { Length: > 0 } plain ? plain : text[start..end];
        if (char.IsDigit(folded[0]))
        {
            return Number(folded, start, end);
        }

        if (OrdinalWords.TryGetValue(folded, out var ordinal))
        {
            return new(folded, folded, folded, ordinal, start, end) { IsOrdinal = true };
        }

        return new(folded, Stemmer.Stem(folded), Stemmer.Root(folded), NumberWords.TryGetValue(folded, out var number) ? number : null, start, end);
    }

    private static Word Number(string folded, int start, int end)
    {
        var digits = 0;
        while (digits < folded.Length && (char.IsAsciiDigit(folded[digits]) || folded[digits] is '.' or ','))
        {
            digits++;
        }

        var digitsOnly = folded.Replace(",", string.Empty, StringComparison.Ordinal);
        var ending = folded[digits..];
        var isOrdinal = ending is "st" or "nd" or "rd" or "th";
        double? value = double.TryParse(folded.AsSpan(0, digits).ToString().Replace(",", string.Empty, StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && (isOrdinal || ending.Length == 0)
            ? number
            : null;
        return new(digitsOnly, digitsOnly, digitsOnly, value, start, end) { IsOrdinal = isOrdinal };
    }

    private static int EndOfWord(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || CharUnicodeInfo.GetUnicodeCategory(text[end]) == UnicodeCategory.NonSpacingMark))
        {
            end++;
        }

        return end;
    }

    private static int EndOfNumber(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length
            && (char.IsLetterOrDigit(text[end])
                || (text[end] is '.' or ',' && end + 1 < text.Length && char.IsDigit(text[end + 1]) && char.IsDigit(text[end - 1]))))
        {
            end++;
        }

        return end;
    }

    // "Mara's", "Mara’s": the ending says nothing about the name.
    private static bool IsPossessiveEnding(string text, int start, int end) =>
        end - start == 1 && start > 0 && text[start] is 's' or 'S' && start > 0 && text[start - 1] is '\'' or '’';
}
