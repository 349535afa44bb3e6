using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Schema;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>The number that two named things are compared by.</summary>
internal static class Quantity
{
    /// <summary>The number of one thing: its measure, its moment, its place in the list, or how many rows it has.</summary>
    public static LogicalForm Of(Source source, RowOrder? order, IReadOnlyList<Condition> rows) => order switch
    {
        RowOrder.ByNumber by => new LogicalForm.Aggregate(source, AggregateKind.Sum, by.Column, rows),
        RowOrder.ByTime or RowOrder.Listed => new LogicalForm.Position(source, order, rows),
        _ => new LogicalForm.Count(source, null, rows),
    };

    /// <summary>Two different things that stand in cells of one column, the nearest such pair.</summary>
    public static (ValueMention First, ValueMention Second)? Pair(QuestionSketch question, Func<int, int, bool> joined)
    {
        foreach (var first in question.Values)
        {
            foreach (var second in question.Values)
            {
                if (second.Start >= first.End && ReferenceEquals(first.Column, second.Column) && joined(first.End, second.Start)
                    && !first.Values.Intersect(second.Values).Any())
                {
                    return (first, second);
                }
            }
        }

        return null;
    }

    /// <summary>The measure that the question names, and the words that name it.</summary>
    public static (ColumnSketch Column, ulong Mask, double Cost)? Measure(QuestionSketch question, ulong used, string adjective)
    {
        var named = question.Columns
            .Where(mention => mention.Column.IsMeasure && (mention.Mask & used) == 0)
            .MaxBy(mention => mention.Score);
        if (named is not null)
        {
            return (named.Column, named.Mask, (1 - named.Score) * 0.3);
        }

        return Rows.MeasureOf(question.Source, adjective) is { } implied ? (implied, 0, 0.1) : null;
    }
}
