using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Schema;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"what is the average score", "the combined population of X and Y", "the total distance".</summary>
internal sealed class AggregateShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        for (var i = 0; i < question.Words.Count; i++)
        {
            AggregateKind? kind = question.Text(i) switch
            {
                "average" or "mean" => AggregateKind.Average,
                "total" or "combined" or "sum" or "altogether" => AggregateKind.Sum,
                _ => null,
            };
            if (kind is null || question.Find("difference") >= 0)
            {
                continue;
            }

            var mask = 1UL << i;
            var opening = CountShape.Opening(question);
            mask |= opening?.Mask ?? 0;
            var measure = question.ColumnOfPhrase(opening?.Start ?? (i + 1), IsSummable, 4) ?? question.ColumnOfPhrase(i + 1, IsSummable, 4);
            measure ??= question.Text(i) == "altogether" ? question.Columns.FirstOrDefault(mention => IsSummable(mention.Column)) : null;
            if (measure is null)
            {
                continue;
            }

            // "per stage" says what an average is over: the rows.
            var per = question.Find("per");
            mask |= per >= 0 && kind == AggregateKind.Average ? WordMask.Of(per, Math.Min(per + 2, question.Words.Count)) : 0;
            foreach (var filters in FilterReader.Read(question, mask | measure.Mask, measure.Column))
            {
                yield return new(
                    new LogicalForm.Aggregate(question.Source, kind.Value, measure.Column, Rows.WithoutTotal(question.Source, filters.Conditions)),
                    filters.Cost + ((1 - measure.Score) * 0.3),
                    filters.Mask);
            }
        }
    }

    private static bool IsSummable(ColumnSketch column) => column.IsNumeric && !column.IsTemporal && !column.IsOrder;
}
