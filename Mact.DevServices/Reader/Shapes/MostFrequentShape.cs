using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"which country has the most riders": the value that stands in the most rows.</summary>
internal sealed class MostFrequentShape : IShape
{
    private const double BaseCost = 0.15;

    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        if (question.Find("how", "many") >= 0 || TargetFinder.Find(question) is not { } target || question.Source.IsUnique(target.Column) || target.Column.IsMeasure || target.Columns.Count > 1)
        {
            yield break;
        }

        for (var i = 0; i < question.Words.Count; i++)
        {
            if (question.Text(i) is not ("most" or "least" or "fewest" or "largest" or "highest") || question.IsAt(i - 1, "at") || question.Text(i + 1) == "recent")
            {
                continue;
            }

            var counted = Counted(question, i, target);
            if (counted is null)
            {
                continue;
            }

            foreach (var filters in FilterReader.Read(question, target.Mask | (1UL << i) | counted.Value.Mask, target.Column))
            {
                yield return new(
                    new LogicalForm.GroupExtreme(question.Source, target.Column, null, question.Text(i) is "most" or "largest" or "highest", filters.Conditions),
                    BaseCost + target.Cost + filters.Cost + counted.Value.Cost,
                    filters.Mask);
            }
        }
    }

    // What is counted is a column that names things, a noun for the rows, or nothing ("appears the most").
    private static (ulong Mask, double Cost)? Counted(QuestionSketch question, int i, Target target)
    {
        var start = i + 1;
        while (question.Text(start) is "number" or "amount" or "of" or "total" or "often" or "frequently" or "times")
        {
            start++;
        }

        var mask = WordMask.Of(i, start);
        if (start >= question.Words.Count || Lexicon.Function.Contains(question.Text(start)))
        {
            return (mask, 0);
        }

        if (question.ColumnOfPhrase(start, null, 2) is { } column)
        {
            return column.Column.IsMeasure || ReferenceEquals(column.Column, target.Column) ? null : (mask | column.Mask, 0);
        }

        return question.Text(i) is "largest" or "highest" && start == i + 1 ? null : (mask | (1UL << start), 0.1);
    }
}
