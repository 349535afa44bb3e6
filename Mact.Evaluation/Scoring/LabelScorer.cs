namespace Mact.Evaluation.Scoring;

/// <summary>
/// A label out of the item's closed set. True and false, yes and no, supports and refutes stand for each other, so that a system that says
/// true or false can be scored on either set; "not enough info" must be said (unknown and "not enough information" are read as it).
/// </summary>
public static class LabelScorer
{
    private static readonly string[] Positive = ["yes", "true", "supports", "supported", "support", "entailed", "entails", "1"];
    private static readonly string[] Negative = ["no", "false", "refutes", "refuted", "refute", "0"];
    private static readonly string[] Neither = ["not enough info", "not enough information", "nei", "unknown", "unverifiable"];

    /// <summary>Judges an answer.</summary>
    public static Score Judge(GoldAnswer gold, Prediction prediction)
    {
        var expected = gold.Items.Count == 0 ? string.Empty : gold.Items[0];
        if (prediction.Items.Count != 1)
        {
            return Score.Wrong($"{Counted.Items(prediction.Items.Count)} answered where one label is expected.");
        }

        var label = Read(prediction.Items[0], gold.Labels.Count == 0 ? [expected] : gold.Labels);
        if (label is null)
        {
            return Score.Wrong($"'{prediction.Items[0]}' is none of the labels ({string.Join(", ", gold.Labels)}).");
        }

        var score = string.Equals(label, expected, StringComparison.OrdinalIgnoreCase)
            ? Score.Right
            : Score.Wrong($"'{label}' was answered, '{expected}' is expected.");
        return score with { Label = label };
    }

    /// <summary>The label that a text stands for, or null.</summary>
    public static string? Read(string text, IReadOnlyList<string> labels)
    {
        var word = text.Trim().TrimEnd('.', '!').Trim().Trim('"', '\'').ToLowerInvariant();
        return labels.FirstOrDefault(label => string.Equals(label, word, StringComparison.OrdinalIgnoreCase))
            ?? labels.FirstOrDefault(label => Group(label) is { } group && group == Group(word));
    }

    private static string[]? Group(string word) =>
        ((string[][])[Positive, Negative, Neither]).FirstOrDefault(group => group.Contains(word.ToLowerInvariant(), StringComparer.Ordinal));
}
