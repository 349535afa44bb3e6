using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Evaluation.Scoring;

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

/// <summary>A number as financial tables and their readers write it: "$1,234.5", "(3.1)", "22.16%", "$1.2 million".</summary>
/// <param name="Value">Without its scale; negative where it stands in parentheses or has a minus sign.</param>
/// <param name="Factor">Of the percent sign or scale word that it carries itself; null where it carries none.</param>
internal sealed partial record TatQaNumber(double Value, double? Factor)
{
    private const double Percent = 0.01;

    /// <summary>The factor of a scale's name; 1 for the empty one.</summary>
    public static double FactorOf(string scale) => scale.Trim().ToLowerInvariant() switch
    {
        "thousand" or "thousands" => 1e3,
        "million" or "millions" => 1e6,
        "billion" or "billions" => 1e9,
        "percent" or "%" => Percent,
        _ => 1,
    };

    /// <summary>Reads a whole item as a number, or null where it is a text.</summary>
    public static TatQaNumber? TryRead(string item)
    {
        var match = Form().Match(item.Trim());
        if (!match.Success)
        {
            return null;
        }

        var digits = match.Groups["digits"].Value.Replace(",", string.Empty, StringComparison.Ordinal);
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return null;
        }

        var negative = match.Groups["minus"].Success || match.Groups["open"].Success;
        var scale = match.Groups["scale"];
        double? factor = scale.Success ? FactorOf(scale.Value) : match.Groups["percent"].Success ? Percent : null;
        return new(negative ? -value : value, factor);
    }

    /// <summary>Rounded to two decimals, in ones, with four decimals, so that equal amounts are equal texts.</summary>
    public string Write(string scale)
    {
        // A percentage that says so itself keeps its decimals.
        var rounded = Factor == Percent ? Value : double.Parse(Value.ToString("F2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Plain(rounded * (Factor ?? FactorOf(scale)));
    }

    /// <summary>With four decimals, neither rounded before nor scaled.</summary>
    public string WritePlain() => Plain(Value);

    private static string Plain(double value) => (Math.Abs(value) < 0.00005 ? 0 : value).ToString("F4", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<minus>[-−–])?\s*[$€£¥]?\s*(?<open>\()?\s*[$€£¥]?\s*(?<minus>[-−–])?\s*[$€£¥]?\s*(?<digits>(\d[\d,]*(\.\d*)?|\.\d+)([eE][-+]?\d+)?)\s*(?<percent>%)?\s*(?(open)\))\s*(?<percent>%)?\s*(?<scale>thousands?|millions?|billions?|percent)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();
}
