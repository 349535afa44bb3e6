using Mact.Core.Evaluation.Scoring;
using Mact.Core.Questions;
using Mact.Core.Runs;

namespace Mact.Core.Evaluation.Reporting;

/// <summary>What a run answered, as the scorers take it.</summary>
public static class PredictedAnswer
{
    /// <summary>
    /// The answer's values, and the rows of the executed result that it was read from. Rows are left out where the record keeps only the
    /// first of them; the values are then folded to the expected width.
    /// </summary>
    public static Prediction Of(Outcome outcome, IReadOnlyList<RunRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return outcome is Outcome.Answered answered ? new(answered.Answer) { Rows = RowsOf(answered, records) } : Prediction.None;
    }

    private static IReadOnlyList<IReadOnlyList<string?>>? RowsOf(Outcome.Answered answered, IReadOnlyList<RunRecord> records)
    {
        if (answered.Sql is null)
        {
            return null;
        }

        // The program is known; the group that it gave is the evidence, provided that the answer was read from all of it.
        var found = records.OfType<ToolResult>().Reverse()
            .Where(result => answered.EvidenceStep is null || result.Step == answered.EvidenceStep)
            .SelectMany(static result => result.Samples.Where(static sample => sample.Group is not null).Select(sample => (sample.Code, Group: result.Results[sample.Group!.Value])))
            .FirstOrDefault(pair => pair.Code == answered.Sql)
            .Group;
        return found is not null && found.RowCount == found.Rows.Count && Values(found).SequenceEqual(answered.Answer, StringComparer.Ordinal) ? found.Rows : null;
    }

    private static IEnumerable<string> Values(ResultGroup group) => group.Rows.SelectMany(static row => row).OfType<string>().Where(static value => value.Length > 0);
}
