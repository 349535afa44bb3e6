using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"what is the population of X", "who won in 2004", "how long is Y": the cell of a described row.</summary>
internal sealed class LookupShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        var target = Measured(question) ?? (question.Find("how", "many") >= 0 ? null : TargetFinder.Find(question));
        if (target is null)
        {
            yield break;
        }

        foreach (var filters in FilterReader.Read(question, target.Mask, target.Column))
        {
            if (filters.Conditions.Count > 0)
            {
                yield return new(
                    new LogicalForm.Project(question.Source, target.Columns, filters.Conditions, Distinct: target.Column.IsNaming && !question.Source.IsUnique(target.Column)),
                    0.1 + target.Cost + filters.Cost,
                    filters.Mask);
            }
        }
    }

    // "how long", "how tall", "how much"
    private static Target? Measured(QuestionSketch question)
    {
        for (var i = 0; i + 1 < question.Words.Count; i++)
        {
            if (question.Text(i) == "how" && Rows.MeasureOf(question.Source, question.Text(i + 1)) is { } measure)
            {
                return new([measure], WordMask.Of(i, i + 2), 0.1, i + 2, IsNamed: true);
            }

            if (question.IsAt(i, "how", "much") && question.ColumnOfPhrase(i + 2, column => column.IsMeasure, 3) is { } named)
            {
                return new([named.Column], WordMask.Of(i, i + 2) | named.Mask, 0, named.End, IsNamed: true);
            }
        }

        return null;
    }
}
