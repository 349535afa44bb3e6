using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Reads conditions on numbers and years: "at least 10 points", "after 2005", "from 1998 to 2012", "week 6".</summary>
internal static class NumberFilters
{
    /// <summary>The conditions with the words that each rests on.</summary>
    public static IEnumerable<(Condition Condition, ulong Mask)> Read(QuestionSketch question, ulong used)
    {
        var taken = used;
        for (var i = 0; i < question.Words.Count; i++)
        {
            if (NoneAt(question, i, taken) is { } none)
            {
                taken |= none.Mask;
                yield return none;
            }

            if (question.Words[i].Number is null || WordMask.Has(taken, i))
            {
                continue;
            }

            // "more than 2000 points" is no year.
            var quantity = CompareAt(question, i, taken);
            var isCompared = quantity is not null && (ComparisonAt(question, i).Comparison != Comparison.Equal || question.ColumnAt(i + 1, column => column.IsMeasure) is not null);
            if ((isCompared ? quantity : YearsAt(question, i, taken) ?? quantity) is { } found)
            {
                taken |= found.Mask;
                yield return found;
            }
        }
    }

    /// <summary>The comparison whose number stands at a place, with its words; equality where none is said.</summary>
    public static (Comparison Comparison, ulong Mask) ComparisonAt(QuestionSketch question, int number)
    {
        (string[] Words, Comparison Comparison)[] before =
        [
            (["no", "more", "than"], Comparison.AtMost), (["no", "less", "than"], Comparison.AtLeast), (["no", "fewer", "than"], Comparison.AtLeast),
            (["more", "than"], Comparison.Greater), (["greater", "than"], Comparison.Greater), (["higher", "than"], Comparison.Greater),
            (["larger", "than"], Comparison.Greater), (["longer", "than"], Comparison.Greater), (["at", "least"], Comparison.AtLeast),
            (["less", "than"], Comparison.Less), (["fewer", "than"], Comparison.Less), (["lower", "than"], Comparison.Less),
            (["smaller", "than"], Comparison.Less), (["shorter", "than"], Comparison.Less), (["at", "most"], Comparison.AtMost),
            (["over"], Comparison.Greater), (["above"], Comparison.Greater), (["exceeding"], Comparison.Greater), (["under"], Comparison.Less),
            (["below"], Comparison.Less), (["exactly"], Comparison.Equal),
        ];
        foreach (var (words, comparison) in before)
        {
            for (var gap = 0; gap <= 1; gap++)
            {
                var start = number - words.Length - gap;
                if (start >= 0 && question.IsAt(start, words) && (gap == 0 || question.Text(number - 1) is "a" or "the"))
                {
                    return (comparison, WordMask.Of(start, number + 1));
                }
            }
        }

        if (question.Text(number + 1) is "or" or "and" && question.Text(number + 2) is "more" or "above" or "higher" or "over" or "greater" or "better")
        {
            return (Comparison.AtLeast, WordMask.Of(number, number + 3));
        }

        return question.Text(number + 1) == "or" && question.Text(number + 2) is "less" or "fewer" or "below" or "lower" or "under"
            ? (Comparison.AtMost, WordMask.Of(number, number + 3))
            : (Comparison.Equal, 1UL << number);
    }

    // "no outages", "without any wins"
    private static (Condition Condition, ulong Mask)? NoneAt(QuestionSketch question, int i, ulong taken)
    {
        if (question.Text(i) is not ("no" or "without" or "zero" or "any") || WordMask.Has(taken, i)
            || (question.Text(i) is "any" && question.Text(i - 1) is not ("not" or "without" or "never")))
        {
            return null;
        }

        var start = question.Text(i) == "any" ? i - 1 : i;
        return question.ColumnOfPhrase(i + 1, column => column.IsMeasure, 2) is { } column && (WordMask.Of(column.Start, column.End) & taken) == 0
            ? (new Condition.Number(column.Column, Comparison.Equal, 0), WordMask.Of(start, column.End))
            : null;
    }

    private static (Condition Condition, ulong Mask)? YearsAt(QuestionSketch question, int i, ulong taken)
    {
        var word = question.Words[i];
        if (!word.IsYear || TimeColumn(question, i) is not { } column)
        {
            return null;
        }

        var year = word.Number!.Value;
        var mask = 1UL << i;
        if (i + 1 < question.Words.Count && EndOfRange(question, i) is { } end)
        {
            var from = question.Text(i - 1) is "from" or "between" or "in" or "of" or "during" or "years" ? 1UL << (i - 1) : 0;
            return (new Condition.Years(column, year, question.Words[end].Number), WordMask.Of(i, end + 1) | from);
        }

        var said = question.Text(i - 1) is "the" or "year" ? 2 : 1;
        var preposition = question.Text(i - said);
        mask |= said == 2 && question.Text(i - 1) == "year" ? 1UL << (i - 1) : 0;
        (double? low, double? high) = preposition switch
        {
            "after" => (year + 1, null),
            "since" => (year, null),
            "before" => (null, year - 1),
            "until" => (null, year),
            _ => ((double?)year, (double?)year),
        };
        if (question.IsAt(i - said - 1, "prior", "to") || question.IsAt(i - said - 1, "previous", "to"))
        {
            return (new Condition.Years(column, null, year - 1), mask | WordMask.Of(i - said - 1, i));
        }

        mask |= low.Equals(high) || i - said < 0 ? 0 : 1UL << (i - said);
        var condition = new Condition.Years(column, low, high);
        return question.IsAt(i - 2, "not", "in") ? (new Condition.Not(condition), mask | 1UL << (i - 2)) : (condition, mask);
    }

    private static int? EndOfRange(QuestionSketch question, int start)
    {
        var next = question.Text(start + 1) is "to" or "and" or "through" or "until" ? start + 2 : start + 1;
        if (next >= question.Words.Count || !question.Words[next].IsYear || question.Words[next].Number < question.Words[start].Number)
        {
            return null;
        }

        var opened = question.Text(start - 1) is "from" or "between";
        return opened || question.Text(start + 1) is "to" or "through" || next == start + 1 ? next : null;
    }

    // The moment that the question names; else one whose years include this one; else the first.
    private static ColumnSketch? TimeColumn(QuestionSketch question, int number)
    {
        var columns = question.Source.Columns.Where(column => column.IsYear || (column.IsTemporal && column.Type == ColumnType.Date)).ToList();
        var named = question.Columns.Where(mention => columns.Contains(mention.Column)).OrderBy(mention => Math.Abs(mention.Start - number)).FirstOrDefault();
        return named?.Column ?? columns.FirstOrDefault(column => column.IsTemporal) ?? columns.FirstOrDefault();
    }

    private static (Condition Condition, ulong Mask)? CompareAt(QuestionSketch question, int i, ulong taken)
    {
        if (question.Text(i + 1) == "times" || question.Text(i + 1) == "time")
        {
            return null;
        }

        var (comparison, mask) = ComparisonAt(question, i);
        var reach = comparison == Comparison.Equal && WordMask.Count(mask) == 1 ? 1 : 4;
        var end = i + 1;
        while (end < question.Words.Count && WordMask.Has(mask, end))
        {
            end++;
        }

        var start = i;
        while (start > 0 && WordMask.Has(mask, start - 1))
        {
            start--;
        }

        if (ColumnNear(question, start, end, reach, taken) is not { } column)
        {
            return null;
        }

        Condition condition = new Condition.Number(column.Column, comparison, question.Words[i].Number!.Value);
        return (condition, mask | WordMask.Of(column.Start, column.End));
    }

    // "10 points", "10 total points"; then "points of more than 10", "week 6", "a length over 10"
    private static ColumnMention? ColumnNear(QuestionSketch question, int start, int end, int reach, ulong taken)
    {
        for (var i = end; i < Math.Min(question.Words.Count, end + 2); i++)
        {
            if (question.ColumnAt(i, column => IsCountable(column) && !column.IsOrder) is { } after && (WordMask.Of(after.Start, after.End) & taken) == 0)
            {
                return after;
            }

            if (!question.IsPassable(i) || question.Text(i) is "and" or "or" or "of")
            {
                break;
            }
        }

        return question.Columns
            .Where(mention => mention.End <= start && start - mention.End <= reach && IsCountable(mention.Column) && (WordMask.Of(mention.Start, mention.End) & taken) == 0)
            .OrderByDescending(mention => mention.End)
            .ThenByDescending(mention => mention.Score)
            .FirstOrDefault(mention => Enumerable.Range(mention.End, start - mention.End).All(i => Lexicon.Function.Contains(question.Text(i))));
    }

    private static bool IsCountable(ColumnSketch column) => column.IsNumeric && column.Type != ColumnType.Date;
}
