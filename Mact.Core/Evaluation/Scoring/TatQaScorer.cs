using System.Globalization;
using System.Text;

namespace Mact.Core.Evaluation.Scoring;

/// <summary>
/// TAT-QA's exact match and numeracy-aware F1. Items are sorted, numbers are cleaned, rounded to two decimals and brought to ones by the scale, texts get
/// the scale's word; all are joined. A wrong scale is therefore a wrong answer. For arithmetic and count, F1 is the exact match.
/// </summary>
public static class TatQaScorer
{
    /// <summary>Judges an answer.</summary>
    public static Score Judge(GoldAnswer gold, Prediction prediction)
    {
        var scale = prediction.Scale ?? string.Empty;
        var target = Join(gold.Items, gold.Scale);
        var variants = Variants(prediction.Items, scale);
        var correct = variants.Exists(variant => Normalise(variant) == Normalise(target));
        var f1 = correct ? 1 : gold.Type is "arithmetic" or "count" ? 0 : variants.Max(variant => Overlap(Tokens(target), Tokens(variant)));
        return correct ? Score.Right : new Score(false, f1, Explain(gold, prediction, target, variants[0]));
    }

    private static string Explain(GoldAnswer gold, Prediction prediction, string target, string answered)
    {
        if (gold.Items.Count != prediction.Items.Count)
        {
            return $"{Counted.Items(prediction.Items.Count)} answered, {Counted.Items(gold.Items.Count)} expected: '{answered}' for '{target}'.";
        }

        if (prediction.Items is [var only] && gold.Items is [var wanted] && TatQaNumber.TryRead(only) is { } number && TatQaNumber.TryRead(wanted) is { } right)
        {
            if (Same(number.Value, right.Value))
            {
                return $"The number is right, but its scale is not: '{answered}' was answered, '{target}' is expected{(gold.Scale.Length == 0 ? string.Empty : $" (in {gold.Scale})")}.";
            }

            return Same(number.Value, -right.Value)
                ? $"The sign is wrong: '{answered}' was answered, '{target}' is expected."
                : $"The number is wrong: '{answered}' was answered, '{target}' is expected.";
        }

        return $"'{answered}' was answered, '{target}' is expected.";
    }

    private static bool Same(double left, double right) => Math.Abs(left - right) < 0.005;

    // One number without a scale may also be meant in ones, unrounded: 0.2342 for 23.42 percent.
    private static List<string> Variants(IReadOnlyList<string> items, string scale)
    {
        List<string> variants = [Join(items, scale)];
        if (items is [var only] && scale.Length == 0 && !only.Contains('%', StringComparison.Ordinal) && TatQaNumber.TryRead(only) is { Factor: null } number)
        {
            variants.Add(number.WritePlain());
        }

        return variants;
    }

    private static string Join(IReadOnlyList<string> items, string scale) => string.Join(' ', items.Order(StringComparer.Ordinal).Select(item => Write(item.Trim(), scale)));

    private static string Write(string item, string scale) =>
        TatQaNumber.TryRead(item) is { } number ? number.Write(scale) : scale.Length == 0 ? item : $"{item} {scale}";

    private static string Normalise(string text) => string.Join(' ', Tokens(text));

    /// <summary>Lower case, no articles, no punctuation; a number keeps its point and its sign.</summary>
    private static List<string> Tokens(string text)
    {
        List<string> tokens = [];
        foreach (var word in text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (TatQaNumber.TryRead(word) is { } number)
            {
                tokens.Add((number.Value * (number.Factor ?? 1)).ToString("R", CultureInfo.InvariantCulture));
                continue;
            }

            tokens.AddRange(word.Split('-').Select(WithoutPunctuation).Where(static part => part is not ("" or "a" or "an" or "the")));
        }

        return tokens;
    }

    private static string WithoutPunctuation(string word)
    {
        var text = new StringBuilder(word.Length);
        foreach (var character in word)
        {
            if (!char.IsPunctuation(character) && !char.IsSymbol(character))
            {
                text.Append(character);
            }
        }

        return text.ToString();
    }

    /// <summary>F1 of two sets of words; none where the target has numbers and the prediction none of them.</summary>
    private static double Overlap(List<string> target, List<string> predicted)
    {
        var (wanted, given) = (target.ToHashSet(StringComparer.Ordinal), predicted.ToHashSet(StringComparer.Ordinal));
        var numbers = wanted.Where(IsNumber).ToList();
        var shared = wanted.Count(given.Contains);
        return shared == 0 || (numbers.Count > 0 && !numbers.Exists(given.Contains)) ? 0 : 2.0 * shared / (wanted.Count + given.Count);
    }

    private static bool IsNumber(string token) => double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
