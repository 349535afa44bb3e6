using Mact.Evaluation.DataSets;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.Reporting;

/// <summary>Makes results of rows: asked and ended, refused, or bad.</summary>
public static class ItemJudgement
{
    /// <summary>The key of a result.</summary>
    public static string KeyOf(string strategy, int row, int repeat) => $"{strategy}/{row}/{repeat}";

    /// <summary>The result of a question that has ended.</summary>
    /// <exception cref="ArgumentException">The records have no terminal one.</exception>
    public static ItemResult OfRun(EvaluationItem item, string strategy, int row, int repeat, string questionId, IReadOnlyList<RunRecord> records)
    {
        var outcome = records.OfType<Finished>().LastOrDefault()?.Outcome ?? throw new ArgumentException("The run has not ended.", nameof(records));
        var attempted = outcome is Outcome.Answered;
        var score = attempted ? Scorer.Judge(item.Metric, item.Gold, PredictedAnswer.Of(outcome, records)) : Score.Wrong(Describe(outcome));
        return Of(item, strategy, row, repeat, NameOf(outcome)) with
        {
            QuestionId = questionId,
            Answer = RunMeasurement.AnswerOf(outcome)?.Answer ?? [],
            Attempted = attempted,
            Correct = score.Correct,
            F1 = score.F1,
            Reason = score.Reason,
            Label = score.Label,
            Figures = RunMeasurement.Of(records),
        };
    }

    /// <summary>The result of an item that was not taken.</summary>
    public static ItemResult Refused(EvaluationItem item, string strategy, int row, int repeat, string reason) =>
        Of(item, strategy, row, repeat, ItemResult.Refused) with { Reason = reason };

    /// <summary>The result of a row that cannot be asked.</summary>
    public static ItemResult BadRow(DataSetRow.Bad row, string strategy, int repeat)
    {
        return new(KeyOf(strategy, row.Number, repeat), strategy, row.Number, repeat, null, ItemResult.BadRow) { Reason = row.Reason };
    }

    private static ItemResult Of(EvaluationItem item, string strategy, int row, int repeat, string outcome) =>
        new(KeyOf(strategy, row, repeat), strategy, row, repeat, item.Id, outcome)
        {
            DataSet = item.DataSet,
            Type = item.Type,
            Question = item.Question,
            Expected = item.Gold.Items,
            ExpectedLabel = item.Metric == ScoringMetric.Label ? item.Gold.Items[0] : null,
        };

    private static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Answered => "answered",
        Outcome.NotEnoughAgreement => "notEnoughAgreement",
        Outcome.Halted { Reason: HaltReason.NotUnderstood } => "notUnderstood",
        Outcome.Halted => "halted",
        Outcome.Cancelled => "cancelled",
        _ => ItemResult.Failed,
    };

    private static string Describe(Outcome outcome) => outcome switch
    {
        Outcome.NotEnoughAgreement => "The samples agreed too little; the leading answer does not count.",
        Outcome.Halted halted => halted.Message,
        Outcome.Cancelled => "Cancelled.",
        Outcome.Failed failed => failed.Error.Message,
        _ => "Nothing was answered.",
    };
}

/// <summary>What a run answered, as the scorers take it.</summary>
public static class PredictedAnswer
{
    /// <summary>
    /// The answer's values, and the rows of the executed result that it was read from. Rows are left out where the record keeps only the
    /// first of them; the values are then folded to the expected width.
    /// </summary>
    public static Prediction Of(Outcome outcome, IReadOnlyList<RunRecord> records)
    {
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
            .SelectMany(
                static result =>
                    result.Samples.Where(static sample => sample.Group is not null)
                        .Select(sample => (sample.Code, Group: result.Results[sample.Group!.Value])))
            .FirstOrDefault(pair => pair.Code == answered.Sql)
            .Group;
        return found is not null && found.RowCount == found.Rows.Count && Values(found).SequenceEqual(answered.Answer, StringComparer.Ordinal)
            ? found.Rows
            : null;
    }

    private static IEnumerable<string> Values(ResultGroup group) =>
        group.Rows.SelectMany(static row => row).OfType<string>().Where(static value => value.Length > 0);
}
