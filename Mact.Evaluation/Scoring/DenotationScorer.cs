using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Evaluation.Scoring;

/// <summary>
/// Denotation accuracy of WikiTableQuestions: target and prediction are sets of values, equal in size, and every target value is among the predicted
/// ones. Only the target has canonical forms; the prediction's are read from its own plain text, so that "208,000" is right only where the target
/// says so.
/// </summary>
public static class DenotationScorer
{
    /// <summary>Judges an answer.</summary>
    public static Score Judge(GoldAnswer gold, Prediction prediction)
    {
        var canonical = gold.Canonical is { } given && given.Count == gold.Items.Count ? given : gold.Items;
        var target = gold.Items.Zip(canonical, DenotationValue.Read).DistinctBy(static value => value.Text, StringComparer.Ordinal).ToList();
        var predicted = prediction.Items.Select(static item => DenotationValue.Read(item, item))
            .DistinctBy(static value => value.Text, StringComparer.Ordinal)
            .ToList();
        if (target.Count != predicted.Count)
        {
            return Score.Wrong(
                $"{Counted.Items(predicted.Count):words} answered, {Counted.Items(target.Count):words} expected (duplicates count once).");
        }

        var missing = target.Find(value => !predicted.Exists(value.Matches));
        return missing is null ? Score.Right : Score.Wrong(Explain(missing, predicted));
    }

    private static Sentence Explain(DenotationValue missing, List<DenotationValue> predicted)
    {
        var kind = missing switch
        {
            { Number: not null } when predicted.TrueForAll(static value => value.Number is null) =>
                ", a number; what was answered is not a plain number",
            { Number: not null } => ", a number, and the numbers differ",
            { Date: not null } when predicted.TrueForAll(static value => value.Date is null) =>
                ", a date; what was answered is not a date of the form y-m-d",
            { Date: not null } => ", a date, and the dates differ",
            _ => string.Empty,
        };
        return predicted.Count == 1
            ? (Sentence)$"'{missing.Text}' is expected{kind:words}: '{predicted[0].Text}' was answered."
            : $"'{missing.Text}' is expected{kind:words}: none of the answered values is it.";
    }
}

/// <summary>A value of a denotation: its normalised text, and the number or date that its canonical text is.</summary>
/// <param name="Text">Normalised.</param>
/// <param name="Number">Where the canonical text is a plain number.</param>
/// <param name="Date">Where the canonical text is a date: y-m-d with -1 for each unknown part. A year alone is a number.</param>
internal sealed partial record DenotationValue(string Text, double? Number, (int Year, int Month, int Day)? Date)
{
    private const double Tolerance = 1e-6;
    private const int Unknown = -1;

    /// <summary>Reads a value.</summary>
    /// <param name="original">As it was written.</param>
    /// <param name="canonical">Its canonical text; the original where there is none.</param>
    public static DenotationValue Read(string original, string canonical)
    {
        var text = DenotationText.Normalise(original);
        var plain = canonical.Trim();
        if (double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return new(text, number, null);
        }

        return ReadDate(plain) switch
        {
            (var year, Unknown, Unknown) => new(text, year, null),
            { } date => new(text, null, date),
            null => new(text, null, null),
        };
    }

    /// <summary>Whether a predicted value is this one.</summary>
    public bool Matches(DenotationValue predicted) =>
        Text == predicted.Text
        || (Number is { } wanted && predicted.Number is { } given && Math.Abs(wanted - given) < Tolerance)
        || (Date is { } day && predicted.Date == day);

    private static (int Year, int Month, int Day)? ReadDate(string text)
    {
        var match = DateForm().Match(text.ToLowerInvariant());
        if (!match.Success)
        {
            return null;
        }

        var (year, month, day) = (Part(match, "y"), Part(match, "m"), Part(match, "d"));
        var known = year != Unknown || month != Unknown || day != Unknown;
        return known && month is Unknown or (>= 1 and <= 12) && day is Unknown or (>= 1 and <= 31) ? (year, month, day) : null;
    }

    private static int Part(Match match, string name) =>
        int.TryParse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var part) ? part : Unknown;

    [GeneratedRegex(@"^(?<y>\d{1,4}|xx|xxxx)-(?<m>\d{1,2}|xx)-(?<d>\d{1,2}|xx)$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex DateForm();
}

/// <summary>
/// The text normalisation of denotation accuracy: accents stripped; quotes and dashes unified; trailing citations, footnote marks, parenthesised
/// details and outer double quotes dropped as long as there are any; one final full stop dropped; spaces collapsed; lower case.
/// </summary>
internal static partial class DenotationText
{
    private const string FootnoteMarks = "•♦†‡*#+";

    public static string Normalise(string value)
    {
        var text = Plain(value).Trim();
        for (var before = string.Empty; before != text;)
        {
            before = text;
            text = TrailingMarks().Replace(text, string.Empty);
            text = TrailingDetails().Replace(text, string.Empty);
            text = OuterQuotes().Replace(text, "${inner}");
            text = text.Trim();
        }

        text = text.EndsWith('.') ? text[..^1] : text;
        return Spaces().Replace(text, " ").Trim().ToLowerInvariant();
    }

    private static string Plain(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var character in WellFormed(value).Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            text.Append(character switch
            {
                '‘' or '’' or '´' or '`' => '\'',
                '“' or '”' => '"',
                '‐' or '‑' or '‒' or '–' or '—' or '−' => '-',
                _ => character,
            });
        }

        return text.ToString();
    }

    // Half a surrogate pair cannot be normalised.
    private static string WellFormed(string value) => value.IsNormalizable() ? value : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));

    private static bool IsNormalizable(this string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return false;
            }
        }

        return true;
    }

    // A value that is nothing but a citation, or begins with the mark, is the value itself.
    [GeneratedRegex("(?<!^)(\\s*\\[[^\\]]*\\]|[" + FootnoteMarks + "]+)+$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TrailingMarks();

    [GeneratedRegex(@"(?<!^)(\s+\([^)]*\))+$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TrailingDetails();

    [GeneratedRegex("^\"(?<inner>[^\"]*)\"$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex OuterQuotes();

    [GeneratedRegex(@"\s+", RegexOptions.None, 5000)]
    private static partial Regex Spaces();
}
