namespace Mact.Core.Evaluation.Scoring;

/// <summary>Plain exact match: the same items in the same order, case and outer spaces aside. For data without an evaluator of its own.</summary>
public static class ExactScorer
{
    /// <summary>Judges an answer.</summary>
    public static Score Judge(GoldAnswer gold, Prediction prediction)
    {
        if (gold.Items.Count != prediction.Items.Count)
        {
            return Score.Wrong($"{Counted.Items(prediction.Items.Count)} answered, {Counted.Items(gold.Items.Count)} expected.");
        }

        var differs = gold.Items.Zip(prediction.Items)
            .FirstOrDefault(static pair => !string.Equals(pair.First.Trim(), pair.Second.Trim(), StringComparison.OrdinalIgnoreCase));
        return differs == default ? Score.Right : Score.Wrong($"'{differs.Second}' was answered where '{differs.First}' is expected.");
    }
}
