using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"how many more points did X score than Y", "the difference in population between X and Y".</summary>
internal sealed class DifferenceShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        if (Opening(question) is not { } opening || Quantity.Pair(question, static (_, _) => true) is not { } pair)
        {
            yield break;
        }

        var mask = opening.Mask | pair.First.Mask | pair.Second.Mask;
        foreach (var link in new[] { "than", "and", "between", "from", "to" })
        {
            var at = question.Find(link);
            mask |= at >= 0 ? 1UL << at : 0;
        }

        var years = question.Words.Index().FirstOrDefault(word => word.Item.Text is "years" or "year").Index;
        var time = question.Source.Time is { IsYear: true } moment && years > 0 ? moment : null;
        var measure = time is null ? Quantity.Measure(question, mask, opening.Adjective) : (time, 1UL << years, 0.0);
        var counted = measure is null ? CountedNoun(question, opening.End) : null;
        if (measure is null && counted is null)
        {
            yield break;
        }

        mask |= measure?.Mask ?? counted!.Value;
        RowOrder? order = measure is null ? null : time is null ? new RowOrder.ByNumber(measure.Value.Column) : new RowOrder.ByTime(time);
        foreach (var filters in FilterReader.Read(question, mask, measure?.Column))
        {
            yield return new(
                new LogicalForm.Difference(
                    question.Source,
                    Quantity.Of(question.Source, order, [.. filters.Conditions, FilterReader.ConditionOf(question, pair.First)]),
                    Quantity.Of(question.Source, order, [.. filters.Conditions, FilterReader.ConditionOf(question, pair.Second)])),
                filters.Cost + (measure?.Cost ?? 0.2) + (pair.First.IsExact ? 0 : 0.05) + (pair.Second.IsExact ? 0 : 0.05),
                filters.Mask);
        }
    }

    private static (ulong Mask, int End, string Adjective)? Opening(QuestionSketch question)
    {
        for (var i = 0; i < question.Words.Count; i++)
        {
            if (question.Text(i) == "how" && question.Text(i + 1) is "many" or "much" && Lexicon.Comparatives.TryGetValue(question.Text(i + 2), out var comparative))
            {
                return (WordMask.Of(i, i + 3), i + 3, comparative.Adjective);
            }

            if (question.Text(i) == "how" && question.Text(i + 1) is "many" or "much"
                && question.Words.Index().FirstOrDefault(word => word.Index > i + 1 && word.Index <= i + 4 && Lexicon.Comparatives.ContainsKey(word.Item.Text)) is { Item: { } later } found
                && question.Find("than") > found.Index)
            {
                return (WordMask.Of(i, i + 2) | (1UL << found.Index), i + 2, Lexicon.Comparatives[later.Text].Adjective);
            }

            if (question.Text(i) is "difference")
            {
                return (1UL << i, i + 1, "much");
            }
        }

        return null;
    }

    // Without a measure the rows are counted: "how many more races did X win than Y".
    private static ulong? CountedNoun(QuestionSketch question, int start)
    {
        for (var i = start; i < Math.Min(question.Words.Count, start + 3); i++)
        {
            if (!question.IsPassable(i))
            {
                return 1UL << i;
            }
        }

        return null;
    }
}
