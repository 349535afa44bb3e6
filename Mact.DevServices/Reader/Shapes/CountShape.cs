using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"how many games were played at X", "the number of teams", "how many points did Y score".</summary>
internal sealed class CountShape : IShape
{
    private const double RowNounCost = 0.1;
    private const double OneRowCost = 0.5;
    private const double AllRowsCost = 0.55;

    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        if (Opening(question) is not { } opening || IsComparing(question))
        {
            yield break;
        }

        var (start, openingMask) = opening;
        foreach (var reading in Readings(question, start, openingMask))
        {
            yield return reading;
        }
    }

    /// <summary>Where the counted noun starts.</summary>
    internal static (int Start, ulong Mask)? Opening(QuestionSketch question)
    {
        string[][] openings = [["how", "many"], ["number", "of"], ["amount", "of"], ["total", "of"], ["count", "the"], ["count", "of"]];
        foreach (var opening in openings)
        {
            var at = question.Find(opening);
            if (at < 0 || Lexicon.Superlatives.ContainsKey(question.Text(at - 1)))
            {
                continue;
            }

            var (start, mask) = (at + 2, WordMask.Of(at, at + 2));
            while (question.Text(start) is "total" or "different" or "of" or "the" or "all" or "unique" or "distinct" or "number" or "overall" or "combined" or "other")
            {
                mask |= question.Text(start) is "other" ? 0 : 1UL << start;
                start++;
            }

            return start < question.Words.Count ? (start, mask) : null;
        }

        return null;
    }

    private static bool IsComparing(QuestionSketch question)
    {
        var at = question.Find("how", "many");
        return (at >= 0 && Lexicon.Comparatives.ContainsKey(question.Text(at + 2))) || question.Find("difference") >= 0;
    }

    private static IEnumerable<Reading> Readings(QuestionSketch question, int start, ulong mask)
    {
        var source = question.Source;
        var noun = question.ColumnOfPhrase(start, null, 4);
        if (question.Text(start) is "times" or "time")
        {
            noun = null;
        }

        if (noun is { Column.IsMeasure: true } && question.Columns.Where(also => also.Start == noun.Start).All(also => also.Column.IsMeasure || also.Score < noun.Score))
        {
            foreach (var reading in Measure(question, noun, mask))
            {
                yield return reading;
            }

            yield break;
        }

        var isDistinct = question.FindAny(new HashSet<string>(StringComparer.Ordinal) { "different", "unique", "distinct" }) >= 0;
        if (noun is not null)
        {
            foreach (var filters in FilterReader.Read(question, mask | noun.Mask, noun.Column))
            {
                var where = Rows.WithoutTotal(source, filters.Conditions);
                var words = filters.Mask | Distinct(question);
                var repeats = !question.Source.IsUnique(noun.Column) && noun.Column.IsNaming && !FormColumns.Of(where).Contains(noun.Column);
                yield return new(new LogicalForm.Count(source, repeats ? noun.Column : null, repeats ? Rows.WithoutMarks(noun.Column, where) : where), filters.Cost, words);
                if (repeats && !isDistinct)
                {
                    yield return new(new LogicalForm.Count(source, null, where), filters.Cost + 0.15, words);
                }
            }

            yield break;
        }

        foreach (var (row, rowCost) in RowNouns(question, start))
        {
            foreach (var filters in FilterReader.Read(question, mask | row))
            {
                yield return new(
                    new LogicalForm.Count(source, null, Rows.WithoutTotal(source, filters.Conditions)),
                    filters.Cost + rowCost + (filters.Conditions.Count > 0 ? 0 : IsTableName(question, row) ? 0.1 : AllRowsCost) + (IsOneRow(source, filters.Conditions) ? OneRowCost : 0),
                    filters.Mask);
                if (Total(source) is { } total && row != 0 && IsOneRow(source, filters.Conditions))
                {
                    yield return new(new LogicalForm.Aggregate(source, AggregateKind.Sum, total, filters.Conditions), filters.Cost + rowCost + 0.1, filters.Mask);
                }
            }
        }
    }

    // One named row is not worth counting: "how many medals did Peru win" asks for its total.
    private static bool IsOneRow(Source source, IReadOnlyList<Condition> conditions) =>
        conditions.Any(condition => condition is Condition.Is { Values.Count: 1 } equal && ReferenceEquals(equal.Column, source.Key) && source.IsUnique(equal.Column));

    private static bool IsTableName(QuestionSketch question, ulong row) =>
        question.Words.Index().Any(word => WordMask.Has(row, word.Index) && question.TableNames.Contains(word.Item.Stem));

    private static ColumnSketch? Total(Source source) =>
        source.Columns.FirstOrDefault(column => column.IsMeasure && column.Header is [{ Text: "total" }]);

    // The counted number stands in a column: of one row it is read, of several it is added up.
    private static IEnumerable<Reading> Measure(QuestionSketch question, ColumnMention noun, ulong mask)
    {
        foreach (var filters in FilterReader.Read(question, mask | noun.Mask, noun.Column))
        {
            var where = Rows.WithoutTotal(question.Source, filters.Conditions);
            yield return new(
                new LogicalForm.Aggregate(question.Source, AggregateKind.Sum, noun.Column, where),
                filters.Cost + (1 - noun.Score) * 0.3,
                filters.Mask);
        }
    }

    private static ulong Distinct(QuestionSketch question) =>
        question.Words.Index().Where(word => word.Item.Text is "different" or "unique" or "distinct").Aggregate(0UL, (all, word) => all | (1UL << word.Index));

    // The first word that is neither a function word nor a value is what the rows are called; so may be a word that stands in some cell by chance.
    private static IEnumerable<(ulong Mask, double Cost)> RowNouns(QuestionSketch question, int start)
    {
        for (var i = start; i < Math.Min(question.Words.Count, start + 5); i++)
        {
            var value = question.Values.Where(mention => mention.Start == i).MaxBy(mention => mention.IsExact);
            if (!question.IsPassable(i) || value is { IsExact: false } && value.End == i + 1)
            {
                yield return (1UL << i, RowNounCost);
                if (value is null)
                {
                    yield break;
                }
            }
        }

        yield return (0, 2 * RowNounCost);
    }
}
