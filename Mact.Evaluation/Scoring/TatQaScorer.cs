using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Evaluation.Scoring;

/// <summary>
/// TAT-QA's exact match and F1, equal to the published evaluator of the data set on its sample predictions. Items are sorted and joined; a number is
/// rounded to two decimals and brought to ones by its scale, a text gets the scale's word. A wrong scale is therefore a wrong answer. For arithmetic
/// and count, F1 is the exact match.
/// </summary>
public static partial class TatQaScorer
{
    private const string AsciiPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>Judges an answer.</summary>
    public static Score Judge(GoldAnswer gold, Prediction prediction)
    {
        var scale = prediction.Scale ?? string.Empty;
        var target = Join(gold.Type == "count" ? [.. gold.Items.Select(WholeNumber)] : gold.Items, gold.Scale);
        var variants = Variants(prediction.Items, scale);
        var wanted = Tokens(target);
        var correct = variants.Exists(variant => Tokens(variant).SequenceEqual(wanted, StringComparer.Ordinal));
        var f1 = correct ? 1 : gold.Type is "arithmetic" or "count" ? 0 : variants.Max(variant => Overlap(wanted, Tokens(variant)));
        return correct ? Score.Right : new Score(false, f1, Explain(gold, prediction, target, variants[0]));
    }

    private static Sentence Explain(GoldAnswer gold, Prediction prediction, string target, string answered)
    {
        if (gold.Items.Count != prediction.Items.Count)
        {
            return $"{Counted.Items(prediction.Items.Count):words} answered, {Counted.Items(gold.Items.Count):words} expected: "
                + $"'{answered}' for '{target}'.";
        }

        if (
            prediction.Items is [var only]
                && gold.Items is [var wanted] && TatQaNumber.TryRead(only) is { } number && TatQaNumber.TryRead(wanted) is { } right)
        {
            if (Same(number.Bare, right.Bare))
            {
                return $"The number is right, but its scale is not: '{answered}' was answered, '{target}' is "
                    + $"expected{(gold.Scale.Length == 0 ? string.Empty : (Sentence)$" (in {gold.Scale})"):words}.";
            }

            return Same(number.Bare, -right.Bare)
                ? (Sentence)$"The sign is wrong: '{answered}' was answered, '{target}' is expected."
                : $"The number is wrong: '{answered}' was answered, '{target}' is expected.";
        }

        return $"'{answered}' was answered, '{target}' is expected.";
    }

    private static bool Same(double left, double right) => Math.Abs(left - right) < 0.005;

    // One number without a scale may also be meant in ones, unrounded: 0.2342 for 23.42 percent.
    private static List<string> Variants(IReadOnlyList<string> items, string scale)
    {
        List<string> variants = [Join(items, scale)];
        if (items is [var only] && scale.Length == 0 && !only.Contains('%', StringComparison.Ordinal) && TatQaNumber.TryRead(only) is { } number)
        {
            variants.Add(FourDecimals(number.Value));
        }

        return variants;
    }

    private static string Join(IReadOnlyList<string> items, string scale) =>
        string.Join(' ', items.Order(StringComparer.Ordinal).Select(item => Write(item, scale)));

    // A percentage that says so itself is scaled already and keeps its decimals.
    private static string Write(string item, string scale) => TatQaNumber.TryRead(item) is { } number
        ? FourDecimals(item.Contains('%', StringComparison.Ordinal) ? number.Value : Math.Round(number.Value, 2) * TatQaNumber.FactorOf(scale))
        : scale.Length == 0 ? item : $"{item} {scale}";

    private static string WholeNumber(string item) =>
        double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Math.Truncate(number).ToString("F0")
            : item;

    private static string FourDecimals(double value) => value.ToString("F4");

    /// <summary>Lower case, no articles, no punctuation (a hyphen joins what it stands between); a number is written by its value.</summary>
    private static List<string> Tokens(string text)
    {
        List<string> tokens = [];
        foreach (var word in text.ToLowerInvariant().Split(' '))
        {
            var plain = TatQaNumber.TryRead(word) is { } number ? number.Write() : WithoutPunctuation(word);
            tokens.AddRange(Articles().Replace(plain, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }

        return tokens;
    }

    private static string WithoutPunctuation(string word)
    {
        var text = new StringBuilder(word.Length);
        foreach (var character in word.Where(static character => !AsciiPunctuation.Contains(character, StringComparison.Ordinal)))
        {
            text.Append(character);
        }

        return text.ToString();
    }

    /// <summary>F1 of two sets of words, to two decimals as the evaluator gives it.</summary>
    private static double Overlap(List<string> target, List<string> predicted)
    {
        var (wanted, given) = (target.ToHashSet(StringComparer.Ordinal), predicted.ToHashSet(StringComparer.Ordinal));
        var shared = wanted.Count(given.Contains);
        var (precision, recall) = (shared / (double)given.Count, shared / (double)wanted.Count);
        return shared == 0 ? 0 : Math.Round(2 * precision * recall / (precision + recall), 2);
    }

    [GeneratedRegex(@"\b(a|an|the)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Articles();
}

/// <summary>A number as financial tables and their readers write it: "$1,234.5", "(3.1)", "22.16%", "1.2 million".</summary>
/// <param name="Value">
/// In ones, to four decimals: a percent sign and a scale word after the digits are applied. Negative with a minus sign or in parentheses, except
/// where the parentheses hold a thousands comma: the evaluator reads "(12,632)" as 12632.
/// </param>
/// <param name="Bare">The same without percent sign and scale word.</param>
/// <param name="IsWhole">It was written without a decimal point and without a percentage; the evaluator keeps 5 and 5.0 apart inside of
/// texts.</param>
internal sealed partial record TatQaNumber(double Value, double Bare, bool IsWhole)
{
    private const string Ignored = "'\"\\$€£¥%(),[]";
    private const double Percent = 0.01;

    /// <summary>The factor of a scale's name, or of the first one that a word contains; 1 without one.</summary>
    public static double FactorOf(string scale) => scale.ToLowerInvariant() switch
    {
        var word when word.Contains("hundred", StringComparison.Ordinal) => 1e2,
        var word when word.Contains("thousand", StringComparison.Ordinal) => 1e3,
        var word when word.Contains("million", StringComparison.Ordinal) => 1e6,
        var word when word.Contains("billion", StringComparison.Ordinal) => 1e9,
        var word when word.Contains("percent", StringComparison.Ordinal) => Percent,
        _ => 1,
    };

    /// <summary>Reads a whole item as a number, alone or before a scale word; null where it is a text.</summary>
    public static TatQaNumber? TryRead(string item)
    {
        var words = Clean(item).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0
            || !double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var first) || !double.IsFinite(first)
            || (words.Length > 1 && FactorOf(words[1]).Equals(1.0)))
        {
            return null;
        }

        var digits = Digits().Match(Clean(item));
        if (!digits.Success || !double.TryParse(digits.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var factor = ScaledDigits().Match(item) is { Success: true } scaled ? FactorOf(scaled.Value) : 1;
        var sign = Parenthesised().IsMatch(item) ? -1 : 1;
        var percent = Percentage().IsMatch(item) ? Percent : 1;
        var isWhole = !digits.Value.Contains('.', StringComparison.Ordinal) && factor >= 1 && percent.Equals(1.0);
        // Adding zero takes the sign off a negative one.
        return new(Math.Round(value * factor * sign * percent, 4) + 0.0, (value * sign) + 0.0, isWhole);
    }

    /// <summary>One text for one value.</summary>
    public string Write() => Value.ToString(IsWhole ? "F0" : "0.0###");

    private static string Clean(string text) => string.Concat(text.Where(static character => !Ignored.Contains(character, StringComparison.Ordinal)));

    [GeneratedRegex(@"[+-]?[0-9]+(\.[0-9]+)?", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"[0-9.]+\s?[a-zA-Z]+", RegexOptions.None, 5000)]
    private static partial Regex ScaledDigits();

    [GeneratedRegex(@"\([0-9.\s]+\)", RegexOptions.None, 5000)]
    private static partial Regex Parenthesised();

    [GeneratedRegex(@"[0-9.\s]+%", RegexOptions.None, 5000)]
    private static partial Regex Percentage();
}
