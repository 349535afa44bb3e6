using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"which week had the most attendance", "what is the lowest score", "the second largest city".</summary>
internal sealed class ExtremeShape : IShape
{
    private const double GuessedMeasureCost = 0.35;

    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        if (question.Find("how", "many") >= 0 || TargetFinder.Find(question) is not { } target)
        {
            yield break;
        }

        for (var i = 0; i < question.Words.Count; i++)
        {
            if (Superlative(question, i) is { } superlative && !question.IsAt(i - 1, "at") && question.Text(i + 1) != "recent")
            {
                foreach (var measure in Measures(question, i, superlative, target))
                {
                    foreach (var reading in At(question, target, i, superlative, measure))
                    {
                        yield return reading;
                    }
                }
            }
        }
    }

    // "the top number of" is a superlative; "the top team" is a place in a list.
    private static Superlative? Superlative(QuestionSketch question, int i) =>
        Lexicon.Superlatives.GetValueOrDefault(question.Text(i))
        ?? (question.Text(i) == "top" && question.Text(i + 1) is "number" or "amount" ? new(true, "much") : null);

    private static IEnumerable<(ColumnSketch Column, ulong Mask, double Cost)> Measures(QuestionSketch question, int i, Superlative superlative, Target target)
    {
        if (question.ColumnOfPhrase(i + 1, IsMeasure) is { } named)
        {
            yield return (named.Column, WordMask.Of(i + 1, named.End) | named.Mask, 0);
            yield break;
        }

        if (Rows.MeasureOf(question.Source, superlative.Adjective) is { } implied)
        {
            yield return (implied, 0, 0.1);
            yield break;
        }

        var before = question.Columns
            .Where(mention => mention.End <= i && IsMeasure(mention.Column) && (!ReferenceEquals(mention.Column, target.Column) || !target.IsNamed))
            .MaxBy(mention => (mention.End, mention.Score));
        if (before is not null)
        {
            yield return (before.Column, before.Mask, GuessedMeasureCost);
        }
        else if (target.IsNamed && IsMeasure(target.Column))
        {
            yield return (target.Column, 0, 0.1);
        }
    }

    private static IEnumerable<Reading> At(QuestionSketch question, Target target, int i, Superlative superlative, (ColumnSketch Column, ulong Mask, double Cost) measure)
    {
        var mask = target.Mask | (1UL << i) | measure.Mask;
        var (take, skip) = ((int?)null, 0);
        if (i > 0 && question.Words[i - 1] is { Number: { } number and >= 1 and < 100 } place && number % 1 == 0)
        {
            mask |= 1UL << (i - 1);
            (take, skip) = place.IsOrdinal ? (1, (int)number - 1) : ((int)number, 0);
        }

        var isSum = question.Words.Any(word => word.Text is "total" or "overall" or "altogether" or "combined");
        foreach (var filters in FilterReader.Read(question, mask, target.Column))
        {
            var cost = target.Cost + measure.Cost + filters.Cost;
            var where = Rows.WithoutTotal(question.Source, filters.Conditions);
            if (ReferenceEquals(target.Column, measure.Column) && take is null)
            {
                yield return new(
                    new LogicalForm.Aggregate(question.Source, superlative.Greatest ? AggregateKind.Maximum : AggregateKind.Minimum, measure.Column, where),
                    cost,
                    filters.Mask);
                continue;
            }

            yield return new(
                new LogicalForm.Extreme(question.Source, target.Columns, new RowOrder.ByNumber(measure.Column), superlative.Greatest, take, skip, where),
                cost + (isSum && !question.Source.IsUnique(target.Column) ? 0.3 : 0),
                filters.Mask);
            if (take is null && !question.Source.IsUnique(target.Column) && target.Column.IsNaming && superlative.Adjective == "much")
            {
                yield return new(
                    new LogicalForm.GroupExtreme(question.Source, target.Column, measure.Column, superlative.Greatest, where),
                    cost + (isSum ? 0 : 0.3),
                    filters.Mask);
            }
        }
    }

    private static bool IsMeasure(ColumnSketch column) => column.IsNumeric && !column.IsTemporal && !(column.IsOrder && column.Index == 0);
}
