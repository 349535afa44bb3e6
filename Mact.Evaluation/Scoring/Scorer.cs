namespace Mact.Evaluation.Scoring;

/// <summary>Judges answers; one rule per metric, each after the data set's official evaluator.</summary>
public static class Scorer
{
    /// <summary>Judges an answer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The metric is unknown.</exception>
    public static Score Judge(ScoringMetric metric, GoldAnswer gold, Prediction prediction)
    {
        if (prediction.Items.Count == 0 && prediction.Rows is null)
        {
            return Score.Wrong("Nothing was answered.");
        }

        return metric switch
        {
            ScoringMetric.Exact => ExactScorer.Judge(gold, prediction),
            ScoringMetric.Denotation => DenotationScorer.Judge(gold, prediction),
            ScoringMetric.TatQa => TatQaScorer.Judge(gold, prediction),
            ScoringMetric.Label => LabelScorer.Judge(gold, prediction),
            ScoringMetric.Execution => ExecutionScorer.Judge(gold, prediction),
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such metric."),
        };
    }
}

/// <summary>By which rule an answer is judged.</summary>
public enum ScoringMetric
{
    /// <summary>Plain exact match of the items, in order, after trimming and lower-casing.</summary>
    Exact,

    /// <summary>WikiTableQuestions denotation accuracy: equal sets of values.</summary>
    Denotation,

    /// <summary>TAT-QA exact match and numeracy-aware F1, the scale included.</summary>
    TatQa,

    /// <summary>A label out of a closed set (TabFact, SciTab).</summary>
    Label,

    /// <summary>Execution match of result rows (Spider); order counts only where it was asked for.</summary>
    Execution,
}

/// <summary>What an item's right answer is.</summary>
/// <param name="Items">One text per value; never empty, but for an execution match whose result has no rows.</param>
public sealed record GoldAnswer(IReadOnlyList<string> Items)
{
    /// <summary>The canonical form beside each item ("36,767" → "36767"); null where the data gives none.</summary>
    public IReadOnlyList<string>? Canonical { get; init; }

    /// <summary>TAT-QA: span, multi-span, arithmetic or count; label for claims; null elsewhere.</summary>
    public string? Type { get; init; }

    /// <summary>TAT-QA: empty, thousand, million, billion or percent.</summary>
    public string Scale { get; init; } = string.Empty;

    /// <summary>Full result rows, where the answer is an execution's result (null = NULL).</summary>
    public IReadOnlyList<IReadOnlyList<string?>>? Rows { get; init; }

    /// <summary>The order of <see cref="Rows"/> counts.</summary>
    public bool Ordered { get; init; }

    /// <summary>The labels that may be answered, for claims.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}

/// <summary>What was answered.</summary>
/// <param name="Items">One text per value; empty: nothing was answered.</param>
public sealed record Prediction(IReadOnlyList<string> Items)
{
    /// <summary>Nothing was answered.</summary>
    public static Prediction None { get; } = new([]);

    /// <summary>The scale where it is known apart from the items; null: it is read from the items' words ("12.4 million").</summary>
    public string? Scale { get; init; }

    /// <summary>The executed result that the answer is; null where there is none, and the items are then folded to the width of the expected
    /// rows.</summary>
    public IReadOnlyList<IReadOnlyList<string?>>? Rows { get; init; }
}

/// <summary>How an answer was judged.</summary>
/// <param name="Correct">Right by the metric's strict rule.</param>
/// <param name="F1">Partial credit, 0 to 1; equals <paramref name="Correct"/> where the metric knows none.</param>
/// <param name="Sentence">Why it was judged wrong, in words; null where it is right.</param>
public sealed record Score(bool Correct, double F1, Sentence? Sentence)
{
    /// <summary>It in English.</summary>
    public string? Reason => Sentence?.ToString();

    /// <summary>A right answer.</summary>
    public static Score Right { get; } = new(true, 1, null);

    /// <summary>The label that the answer was read as, for claims; null: none of the labels.</summary>
    public string? Label { get; init; }

    /// <summary>A wrong answer without partial credit.</summary>
    public static Score Wrong(Sentence sentence) => new(false, 0, sentence);
}

/// <summary>Plain exact match: the same items in the same order, case and outer spaces aside. For data without an evaluator of its own.</summary>
public static class ExactScorer
{
    /// <summary>Judges an answer.</summary>
    public static Score Judge(GoldAnswer gold, Prediction prediction)
    {
        if (gold.Items.Count != prediction.Items.Count)
        {
            return Score.Wrong($"{Counted.Items(prediction.Items.Count):words} answered, {Counted.Items(gold.Items.Count):words} expected.");
        }

        var differs = gold.Items.Zip(prediction.Items)
            .FirstOrDefault(static pair => !string.Equals(pair.First.Trim(), pair.Second.Trim(), StringComparison.OrdinalIgnoreCase));
        return differs == default ? Score.Right : Score.Wrong($"'{differs.Second}' was answered where '{differs.First}' is expected.");
    }
}

/// <summary>Numbers of things, in words.</summary>
internal static class Counted
{
    public static Sentence Items(int count) => Of(count, "value");

    public static Sentence Of(int count, string one) =>
        $"{count} {one:words}{(count == 1 ? string.Empty : "s"):words}";
}

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
            return Score.Wrong($"{Counted.Items(prediction.Items.Count):words} answered where one label is expected.");
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
