using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"who was president after X", "the stage listed before Y", "the next most populous district after Z".</summary>
internal sealed class NeighbourShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        if (question.Find("how", "many") >= 0 || TargetFinder.Find(question) is not { } target)
        {
            yield break;
        }

        for (var i = 0; i < question.Words.Count; i++)
        {
            if (Direction(question, i) is not { } direction)
            {
                continue;
            }

            // The named row comes within a few words: "after the stage in Ulm".
            var places = question.Values.Where(value => value.Start > i && value.Start <= i + 5).GroupBy(value => value.Start).FirstOrDefault();
            foreach (var anchor in (places ?? Enumerable.Empty<ValueMention>()).OrderByDescending(value => ReferenceEquals(value.Column, target.Column) || !target.IsNamed).Take(2))
            {
                foreach (var reading in At(question, target, i, direction, anchor))
                {
                    yield return reading;
                }
            }
        }
    }

    private static IEnumerable<Reading> At(QuestionSketch question, Target target, int i, (bool Following, bool IsListed, ulong Mask) direction, ValueMention anchor)
    {
        var mask = target.Mask | direction.Mask | anchor.Mask;
        var condition = FilterReader.ConditionOf(question, anchor);
        var column = target.IsNamed || target.Cost <= 0.1 ? target.Column : anchor.Column;
        var (order, following, orderCost, orderMask) = Order(question, i, direction);
        mask |= orderMask;

        // What stands between the direction and the name describes it: "before the film X".
        mask |= question.Columns.Where(mention => mention.Start > i && mention.End <= anchor.Start).Aggregate(0UL, (all, mention) => all | WordMask.Of(mention.Start, mention.End));
        foreach (var filters in FilterReader.Read(question, mask, target.Column))
        {
            yield return new(
                new LogicalForm.Neighbour(question.Source, column, order, following, [condition], Rows.WithoutTotal(question.Source, filters.Conditions)),
                filters.Cost + orderCost + (target.IsNamed ? target.Cost : 0.05) + (ReferenceEquals(column, anchor.Column) ? 0 : 0.1) + (anchor.IsExact ? 0 : 0.05),
                filters.Mask);
        }
    }

    private static (RowOrder Order, bool Following, double Cost, ulong Mask) Order(QuestionSketch question, int i, (bool Following, bool IsListed, ulong Mask) direction)
    {
        var listed = new RowOrder.Listed(question.Source.Tables[^1]);
        for (var j = Math.Max(0, i - 6); j < i; j++)
        {
            if (Lexicon.Superlatives.TryGetValue(question.Text(j), out var superlative)
                && (question.ColumnOfPhrase(j + 1, column => column.IsMeasure)?.Column ?? Rows.MeasureOf(question.Source, superlative.Adjective)) is { } measure)
            {
                return (new RowOrder.ByNumber(measure), direction.Following ^ superlative.Greatest, 0.1, WordMask.Of(j, j + 2) | (question.Text(j - 1) == "next" ? 1UL << (j - 1) : 0));
            }
        }

        var backwards = !direction.IsListed && question.Source.Time is { } time && Rows.Direction(time) < 0;
        return (listed, direction.Following ^ backwards, backwards ? 0.15 : 0, 0);
    }

    private static (bool Following, bool IsListed, ulong Mask)? Direction(QuestionSketch question, int i)
    {
        (bool Following, bool IsListed)? found = question.Text(i) switch
        {
            "after" or "following" or "follows" or "followed" or "succeeded" => (true, false),
            "before" or "preceding" or "precedes" or "preceded" => (false, false),
            "below" or "beneath" or "under" => (true, true),
            "above" => (false, true),
            "to" when question.Text(i - 1) is "next" => (true, false),
            "to" when question.Text(i - 1) is "prior" or "previous" => (false, false),
            "to" when question.Text(i - 2) is "previous" => (false, false),
            "to" when question.Text(i - 2) is "next" => (true, false),
            _ => null,
        };
        if (found is not { } direction)
        {
            return null;
        }

        var mask = 1UL << i;
        for (var j = Math.Max(0, i - 8); j < Math.Min(question.Words.Count, i + 2); j++)
        {
            if (question.Text(j) is "next" or "previous" or "prior" or "directly" or "immediately" or "right" or "just" or "came" or "comes" or "come" or "listed" or "shown")
            {
                mask |= 1UL << j;
            }
        }

        return (direction.Following, direction.IsListed || question.Find("listed") >= 0, mask);
    }
}
