namespace Mact.Core.Evaluation.Scoring;

/// <summary>Judges answers; one rule per metric, each after the data set's official evaluator.</summary>
public static class Scorer
{
    /// <summary>Judges an answer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The metric is unknown.</exception>
    public static Score Judge(ScoringMetric metric, GoldAnswer gold, Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(gold);
        ArgumentNullException.ThrowIfNull(prediction);
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
