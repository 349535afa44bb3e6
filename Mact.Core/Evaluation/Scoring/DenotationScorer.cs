namespace Mact.Core.Evaluation.Scoring;

/// <summary>
/// Denotation accuracy of WikiTableQuestions: target and prediction are sets of values, equal in size, and every target value is among the predicted
/// ones. Only the target has canonical forms; the prediction's are read from its own plain text, so that "208,000" is right only where the target says so.
/// </summary>
public static class DenotationScorer
{
    /// <summary>Judges an answer.</summary>
    public static Score Judge(GoldAnswer gold, Prediction prediction)
    {
        var canonical = gold.Canonical is { } given && given.Count == gold.Items.Count ? given : gold.Items;
        var target = gold.Items.Zip(canonical, DenotationValue.Read).DistinctBy(static value => value.Text, StringComparer.Ordinal).ToList();
        var predicted = prediction.Items.Select(static item => DenotationValue.Read(item, item)).DistinctBy(static value => value.Text, StringComparer.Ordinal).ToList();
        if (target.Count != predicted.Count)
        {
            return Score.Wrong($"{Counted.Items(predicted.Count)} answered, {Counted.Items(target.Count)} expected (duplicates count once).");
        }

        var missing = target.Find(value => !predicted.Exists(value.Matches));
        return missing is null ? Score.Right : Score.Wrong(Explain(missing, predicted));
    }

    private static string Explain(DenotationValue missing, List<DenotationValue> predicted)
    {
        var shown = predicted.Count == 1 ? $"'{predicted[0].Text}' was answered" : "none of the answered values is it";
        var kind = missing switch
        {
            { Number: not null } when predicted.TrueForAll(static value => value.Number is null) => ", a number; what was answered is no plain number",
            { Number: not null } => ", a number, and the numbers differ",
            { Date: not null } when predicted.TrueForAll(static value => value.Date is null) => ", a date; what was answered is no date of the form y-m-d",
            { Date: not null } => ", a date, and the dates differ",
            _ => string.Empty,
        };
        return $"'{missing.Text}' is expected{kind}: {shown}.";
    }
}
