using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mact.DevServices.Reader;

/// <summary>A word, a number or a time of day of a text.</summary>
/// <param name="Text">Folded: lower case, without accents and without a possessive ending.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal readonly record struct Token(string Text, int Start, int End)
{
    /// <summary>Its value where it is a number or a small number word; the sign is kept.</summary>
    public double? Number { get; init; }

    /// <summary>"$", "€", "£" or "%" where it is written beside the number.</summary>
    public string? Unit { get; init; }

    /// <summary>Without a plural ending.</summary>
    public string Stem => Words.Stem(Text);
}

/// <summary>Cuts texts into words and compares words.</summary>
internal static partial class Words
{
    private static readonly string[] NumberWords = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private static readonly Dictionary<string, string> Plurals =
        Pairs("men man women woman people person children child series series species species");
    private static readonly Dictionary<string, string> Roots = Pairs(
        "won win lost lose held hold sold sell sale sell bought buy wrote write written write lent loan lend loan built build led lead taught teach "
            + "spent spend");

    public static IReadOnlyList<Token> Of(string text)
    {
        List<Token> tokens = [];
        foreach (Match match in Parts().Matches(text))
        {
            var (end, word) = (match.Index + match.Length, Fold(match.Value));
            if (match.Groups["number"].Success)
            {
                var digits = match.Groups["digits"].Value.Replace(",", string.Empty, StringComparison.Ordinal);
                var number = double.Parse(digits, NumberStyles.Float);
                var unit = match.Value.IndexOfAny(['$', '€', '£', '%']);
                tokens.Add(new(digits, match.Index, end)
                {
                    Number = match.Value.AsSpan().ContainsAny('-', '−') ? -number : number,
                    Unit = unit < 0 ? null : match.Value.Substring(unit, 1),
                });
            }
            else
            {
                word = word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word;
                var small = Array.IndexOf(NumberWords, word);
                tokens.Add(new(word, match.Index, end) { Number = small >= 0 ? small : null });
            }
        }

        return tokens;
    }

    /// <summary>Lower case, without accents, quotes unified: how texts are compared.</summary>
    public static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var symbol in text.Normalize(NormalizationForm.FormKD))
        {
            if (char.GetUnicodeCategory(symbol) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                result.Append(symbol == '’' ? '\'' : char.ToLowerInvariant(symbol));
            }
        }

        return result.ToString();
    }

    /// <summary>Without a plural ending.</summary>
    public static string Stem(string word) => word switch
    {
        _ when Plurals.TryGetValue(word, out var known) => known,
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        { Length: > 4 } when EsPlural().IsMatch(word) => word[..^2],
        { Length: > 3 } when word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') => word[..^1],
        _ => word,
    };

    /// <summary>What a verb and its nouns share: win for won, wins and winner.</summary>
    public static string Root(string word)
    {
        var stem = Stem(Roots.GetValueOrDefault(word, word));
        stem = Roots.GetValueOrDefault(stem, stem);
        foreach (var ending in (string[])["ing", "ed", "er", "or", "e"])
        {
            if (stem.Length - ending.Length >= 3 && stem.EndsWith(ending, StringComparison.Ordinal))
            {
                stem = stem[..^ending.Length];
                return stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('s' or 'l') ? stem[..^1] : stem;
            }
        }

        return stem;
    }

    /// <summary>The words of a column's or a table's name: "unit_price" and "unitPrice" are two, and what stands in brackets is no name.</summary>
    public static IReadOnlyList<string> OfName(string name) =>
        [.. Of(Camel().Replace(Brackets().Replace(name, " "), " ").Replace('_', ' ')).Where(static token => token.Text is not ("the" or "a" or "an"))
            .Select(static token => token.Stem)];

    [GeneratedRegex(
        @"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d+(?::\d+)+(?:\.\d+)?"
        + @"|(?<number>(?<![\p{L}\p{N}])(?:[$€£]\s?)?[-−]?(?:[$€£]\s?)?(?<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\p{L}\p{N}])\s?[%€]?)"
        + @"|[\p{L}\p{M}\p{N}]+(?:['’]s\b)?|[\p{So}\p{Cs}]+|,",
        RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Parts();

    private static Dictionary<string, string> Pairs(string words) =>
        words.Split(' ').Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);

    [GeneratedRegex("(?:ss|sh|ch|x)es$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex EsPlural();

    [GeneratedRegex(@"(?<=\p{Ll})(?=\p{Lu})", RegexOptions.None, 5000)]
    private static partial Regex Camel();

    [GeneratedRegex(@"\([^)]*\)|\[[^\]]*\]", RegexOptions.None, 5000)]
    private static partial Regex Brackets();
}
