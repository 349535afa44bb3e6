using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"how many countries have more than one rider", "which team appears at least 3 times": values by how many rows they stand in.</summary>
internal sealed class GroupCountShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        var opening = CountShape.Opening(question);
        var target = opening is null ? TargetFinder.Find(question) : null;
        var column = opening is { } counted ? question.ColumnOfPhrase(counted.Start, null, 3)?.Column : target?.Column;
        if (column is null || question.Source.IsUnique(column) || column.IsMeasure)
        {
            yield break;
        }

        var mask = opening is { } start ? start.Mask | question.ColumnOfPhrase(start.Start, null, 3)!.Mask : target!.Mask;
        for (var i = 0; i < question.Words.Count; i++)
        {
            if (question.Words[i] is not { Number: { } rows and >= 1 and < 1000, IsOrdinal: false } || WordMask.Has(mask, i))
            {
                continue;
            }

            // The number counts rows when it stands before "times" or before a noun that is no measure.
            var noun = i + 1;
            var (comparison, words) = NumberFilters.ComparisonAt(question, i);
            if (noun >= question.Words.Count || question.ColumnAt(noun, measure => measure.IsMeasure) is not null
                || (comparison == Comparison.Equal && WordMask.Count(words) == 1 && question.Text(noun) is not ("times" or "time")))
            {
                continue;
            }

            while (noun + 1 < question.Words.Count && (WordMask.Has(words, noun) || question.Text(noun) is "different"))
            {
                noun++;
            }

            foreach (var filters in FilterReader.Read(question, mask | words | (1UL << noun), column))
            {
                yield return new(
                    new LogicalForm.GroupCount(question.Source, column, comparison, rows, List: opening is null, filters.Conditions),
                    filters.Cost + 0.2 + (target?.Cost ?? 0),
                    filters.Mask);
            }
        }
    }
}
