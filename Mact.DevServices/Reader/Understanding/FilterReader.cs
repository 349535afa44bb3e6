using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Turns what a shape leaves of a question into conditions on rows.</summary>
internal static class FilterReader
{
    private const double AmbiguityCost = 0.25;
    private const double PartCost = 0.1;
    private const int MostAlternatives = 3;

    /// <summary>The likely sets of conditions, the likeliest first; at least one (it may be empty).</summary>
    /// <param name="question">The question.</param>
    /// <param name="used">Words that are spoken for.</param>
    /// <param name="target">The column that is asked for: a condition on it is less likely.</param>
    public static IReadOnlyList<Filters> Read(QuestionSketch question, ulong used, ColumnSketch? target = null)
    {
        // Several words of a cell ("10 May 1996") say more than the number among them, and a number says more than one word.
        List<List<ValueMention>> places = [.. Places(question, used, longOnly: true)];
        var mask = places.Aggregate(used, (all, place) => all | place[0].Mask);
        List<Condition> conditions = [];
        foreach (var (condition, words) in NumberFilters.Read(question, mask))
        {
            conditions.Add(condition);
            mask |= words;
        }

        places.AddRange(Places(question, mask, longOnly: false));
        List<Filters> alternatives = [new([], mask, 0)];
        foreach (var place in places)
        {
            List<ValueMention> options =
            [
                .. place.OrderBy(option => Cost(question, option, target)).Take(MostAlternatives),
            ];
            alternatives =
            [
                .. alternatives
                    .SelectMany(before => options.Select((option, index) => Extend(question, before, option, target, index)))
                    .OrderBy(filters => filters.Cost)
                    .Take(MostAlternatives),
            ];
        }

        return [.. alternatives.Select(filters => filters with { Conditions = [.. conditions, .. Merge(filters.Conditions)] })];
    }

    /// <summary>The condition that a mention sets.</summary>
    public static Condition ConditionOf(QuestionSketch question, ValueMention mention)
    {
        if (mention.IsExact && mention.Values.All(value => value.Words.Count <= mention.End - mention.Start || value.Date is not null))
        {
            return new Condition.Is(mention.Column, [.. mention.Values.Select(value => value.Text)]);
        }

        HashSet<string> parts = new(StringComparer.Ordinal);
        foreach (var value in mention.Values)
        {
            parts.Add(Part(question, mention, value));
        }

        // Containing the text says what is meant, unless it would also take cells in which the text is only a part of a word.
        var folded = parts.Select(Words.Fold).ToList();
        var taken = mention.Column.Values.Count(value => folded.Any(part => Words.Fold(value.Text).Contains(part, StringComparison.Ordinal)));
        return taken == mention.Values.Count
            ? new Condition.Contains(mention.Column, [.. folded.Distinct(StringComparer.Ordinal)])
            : new Condition.Is(mention.Column, [.. mention.Values.Select(value => value.Text)]);
    }

    private static string Part(QuestionSketch question, ValueMention mention, CellValue value)
    {
        var length = mention.End - mention.Start;
        for (var at = 0; at + length <= value.Words.Count; at++)
        {
            if (Enumerable.Range(0, length).All(i => string.Equals(value.Words[at + i].Stem, question.Words[mention.Start + i].Stem, StringComparison.Ordinal)))
            {
                return value.Text[value.Words[at].Start..value.Words[at + length - 1].End];
            }
        }

        return value.Text;
    }

    // Mentions at the same words are alternatives of each other.
    private static IEnumerable<List<ValueMention>> Places(QuestionSketch question, ulong used, bool longOnly)
    {
        var taken = used;
        foreach (var group in question.Values.GroupBy(mention => (mention.Start, mention.End)).OrderByDescending(group => group.Key.End - group.Key.Start).ToList())
        {
            var mask = WordMask.Of(group.Key.Start, group.Key.End);
            if ((mask & taken) == 0 && (!longOnly || WordMask.Count(mask) > 1) && !IsOnlyHeader(question, group))
            {
                taken |= mask;
                yield return [.. group];
            }
        }
    }

    // Words that name a column are not a value, unless they are a whole cell of another column and at most part of the header.
    private static bool IsOnlyHeader(QuestionSketch question, IEnumerable<ValueMention> group)
    {
        var first = group.First();
        var header = question.Columns.Where(column => column.Start <= first.Start && column.End >= first.End).Select(column => column.Score).DefaultIfEmpty(0).Max();
        return header > 0 && !group.Any(mention => mention.IsExact && header < 0.9);
    }

    private static double Cost(QuestionSketch question, ValueMention mention, ColumnSketch? target)
    {
        var named = question.Columns.Any(column => ReferenceEquals(column.Column, mention.Column) && column.End >= mention.Start - 2 && column.Start <= mention.End + 1);
        return PartOf(mention) + (named ? 0 : AmbiguityCost) + (ReferenceEquals(mention.Column, target) ? 2 * AmbiguityCost : 0)
            + (0.01 * mention.Column.Index / Math.Max(1, question.Source.Columns.Count));
    }

    // One word of a longer cell may well be there by chance.
    private static double PartOf(ValueMention mention) => mention.IsExact ? 0 : mention.End - mention.Start == 1 ? 2 * PartCost : PartCost;

    private static Filters Extend(QuestionSketch question, Filters before, ValueMention option, ColumnSketch? target, int rank)
    {
        var condition = ConditionOf(question, option);
        var mask = option.Mask;
        if (Negation(question, option.Start) is { } negation)
        {
            condition = new Condition.Not(condition);
            mask |= negation;
        }

        // A column named right beside its value is explained by the value ("the country Japan").
        foreach (var column in question.Columns.Where(column => ReferenceEquals(column.Column, option.Column) && (column.End == option.Start || column.Start == option.End)))
        {
            mask |= WordMask.Of(column.Start, column.End);
        }

        var cost = PartOf(option) + (rank == 0 ? 0 : Cost(question, option, target));
        return new([.. before.Conditions, condition], before.Mask | mask, before.Cost + cost);
    }

    /// <summary>The words that turn what starts at a place around; null where nothing does.</summary>
    private static ulong? Negation(QuestionSketch question, int start)
    {
        for (var i = start - 1; i >= Math.Max(0, start - 5); i--)
        {
            if (Lexicon.Negations.Contains(question.Text(i)))
            {
                return 1UL << i;
            }

            if (question.IsAt(i, "other", "than"))
            {
                return WordMask.Of(i, i + 2);
            }

            if (question.Values.Any(value => value.Start <= i && i < value.End))
            {
                return null;
            }
        }

        return null;
    }

    // Two values of one column cannot both be the whole cell: either is meant.
    private static IEnumerable<Condition> Merge(IReadOnlyList<Condition> conditions)
    {
        foreach (var group in conditions.GroupBy(Column))
        {
            if (group.Key is not null && group.Count() > 1 && group.Any(condition => condition is Condition.Is))
            {
                yield return new Condition.Any([.. group]);
            }
            else
            {
                foreach (var condition in group)
                {
                    yield return condition;
                }
            }
        }
    }

    private static ColumnSketch? Column(Condition condition) => condition switch
    {
        Condition.Is equal => equal.Column,
        Condition.Contains contains => contains.Column,
        _ => null,
    };
}
