using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"which player has the same score as X".</summary>
internal sealed class SameAsShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        var same = question.Find("same");
        var link = question.FindAny(new HashSet<string>(StringComparer.Ordinal) { "as", "with", "like" }, Math.Max(0, same));
        if (same < 0 || link < 0 || TargetFinder.Find(question) is not { } target || question.ColumnOfPhrase(same + 1, null, 3) is not { } shared)
        {
            yield break;
        }

        foreach (var anchor in question.Values.Where(value => value.Start > link).Take(2))
        {
            var column = target.IsNamed || ReferenceEquals(target.Column, anchor.Column) ? target.Column : anchor.Column;
            if (ReferenceEquals(column, shared.Column) || ReferenceEquals(anchor.Column, shared.Column))
            {
                continue;
            }

            var other = question.Find("other");
            var mask = target.Mask | shared.Mask | anchor.Mask | (1UL << same) | (1UL << link) | (other >= 0 ? 1UL << other : 0);
            mask |= question.Columns.Where(mention => mention.End == anchor.Start).Aggregate(0UL, (all, mention) => all | WordMask.Of(mention.Start, mention.End));
            foreach (var filters in FilterReader.Read(question, mask, column))
            {
                yield return new(
                    new LogicalForm.SameAs(question.Source, column, shared.Column, [FilterReader.ConditionOf(question, anchor)], filters.Conditions),
                    filters.Cost + (anchor.IsExact ? 0 : 0.05) + (target.IsNamed ? target.Cost : 0.05),
                    filters.Mask);
            }
        }
    }
}
