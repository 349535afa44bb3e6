using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"who scored more points, X or Y", "which film came first, X or Y".</summary>
internal sealed class BetterShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        var pair = Quantity.Pair(question, (end, start) => start - end <= 3 && question.Words.Index().Any(word => word.Index >= end && word.Index < start && word.Item.Text == "or"));
        if (pair is not { } named || (TargetFinder.Find(question) is null && !Lexicon.Auxiliaries.Contains(question.Text(0))))
        {
            yield break;
        }

        var target = TargetFinder.Find(question);
        var mask = named.First.Mask | named.Second.Mask | (target is { } asked && ReferenceEquals(asked.Column, named.First.Column) ? asked.Mask : 0);
        for (var i = 0; i < question.Words.Count; i++)
        {
            if (WordMask.Has(named.First.Mask | named.Second.Mask, i) || Metric(question, i, mask) is not { } metric)
            {
                continue;
            }

            foreach (var filters in FilterReader.Read(question, mask | metric.Mask | (1UL << i)))
            {
                yield return new(
                    new LogicalForm.Better(
                        question.Source,
                        Quantity.Of(question.Source, metric.Order, [.. filters.Conditions, FilterReader.ConditionOf(question, named.First)]),
                        Quantity.Of(question.Source, metric.Order, [.. filters.Conditions, FilterReader.ConditionOf(question, named.Second)]),
                        Name(question, named.First),
                        Name(question, named.Second),
                        metric.Greater),
                    filters.Cost + metric.Cost,
                    filters.Mask);
            }
        }
    }

    private static (RowOrder? Order, bool Greater, ulong Mask, double Cost)? Metric(QuestionSketch question, int i, ulong used)
    {
        var text = question.Text(i);
        if (Lexicon.Comparatives.TryGetValue(text, out var word) || Lexicon.Superlatives.TryGetValue(text, out word))
        {
            if (Quantity.Measure(question, used, word.Adjective) is { } measure)
            {
                return (new RowOrder.ByNumber(measure.Column), word.Greatest, measure.Mask, measure.Cost);
            }

            return word.Adjective == "much" && text is not ("least" or "less") ? (null, word.Greatest, 0, 0.35) : null;
        }

        bool? later = text switch
        {
            "first" or "earlier" or "earliest" or "before" or "sooner" or "older" or "oldest" => false,
            "last" or "later" or "latest" or "after" or "newer" or "newest" => true,
            _ => null,
        };
        if (later is null)
        {
            return null;
        }

        var time = question.Source.Time;
        var direction = time is null ? 1 : Rows.Direction(time);
        return direction == 0
            ? (new RowOrder.ByTime(time!), later.Value, 0, 0.05)
            : (new RowOrder.Listed(question.Source.Tables[^1]), later.Value ^ direction < 0, 0, 0.05);
    }

    private static string Name(QuestionSketch question, ValueMention mention) =>
        mention.Values.Count == 1 ? mention.Values[0].Text : string.Join(' ', question.Words.Take(mention.End).Skip(mention.Start).Select(word => word.Text));
}
