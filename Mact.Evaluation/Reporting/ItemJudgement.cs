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
            Sentence = score.Sentence?.WithValues(),
            Label = score.Label,
            Figures = RunMeasurement.Of(records),
        };
    }

    /// <summary>The result of an item that was not taken.</summary>
    public static ItemResult Refused(EvaluationItem item, string strategy, int row, int repeat, Sentence reason) =>
        Of(item, strategy, row, repeat, ItemResult.Refused) with { Reason = reason.ToString(), Sentence = reason.WithValues() };

    /// <summary>The result of a row that cannot be asked.</summary>
    public static ItemResult BadRow(DataSetRow.Bad row, string strategy, int repeat)
    {
        return new(KeyOf(strategy, row.Number, repeat), strategy, row.Number, repeat, null, ItemResult.BadRow)
        {
            Reason = row.Reason,
            Sentence = row.Sentence.WithValues(),
        };
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

    private static Sentence Describe(Outcome outcome) => outcome switch
    {
        Outcome.NotEnoughAgreement => (Sentence)"The samples agreed too little; the leading answer does not count.",
        Outcome.Halted halted => halted.Sentence ?? halted.Message,
        Outcome.Cancelled => "Cancelled.",
        Outcome.Failed failed => failed.Error.Sentence ?? failed.Error.Message,
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

/// <summary>What one run took and how its votes went, out of its records.</summary>
public static class RunMeasurement
{
    /// <summary>Folds the records of a run, in order.</summary>
    public static RunFigures Of(IReadOnlyList<RunRecord> records)
    {
        var calls = records.OfType<ModelCall>().ToList();
        var usage = calls.Aggregate(TokenUsage.None, static (sum, call) => sum + call.Reply.Usage);
        var samples = records.OfType<ToolResult>().Where(static result => result.Tool == "sql").SelectMany(static result => result.Samples).ToList();
        var started = records.OfType<AttemptStarted>().ToList();
        var finished = records.OfType<Finished>().LastOrDefault();
        var answer = AnswerOf(finished?.Outcome);
        return new RunFigures
        {
            Agreement = answer?.Agreement?.Share,
            By = answer?.By,
            Requests = usage.Requests,
            InputTokens = usage.InputTokens,
            OutputTokens = usage.OutputTokens,
            Cost = calls.Exists(static call => call.Reply.Cost is not null) ? calls.Sum(static call => call.Reply.Cost ?? 0) : null,
            Replayed = calls.Exists(static call => call.Reply.Replayed is not null)
                ? calls.Aggregate(TokenUsage.None, static (sum, call) => sum + (call.Reply.Replayed?.Usage ?? TokenUsage.None))
                : null,
            LatencyMs = finished is not null && started.Count > 0 ? Math.Max(0, (finished.At - started[^1].At).TotalMilliseconds) : 0,
            QueueMs = started.Count > 0 ? started[0].QueueWaitMs : 0,
            Steps = records.OfType<Observed>().Select(static observed => observed.Step).DefaultIfEmpty(0).Max(),
            Programs = samples.Count,
            ProgramsRun = samples.Count(static sample => sample.Status is ToolSampleStatus.Ok or ToolSampleStatus.Empty),
            Repairs = calls.Count(static call => call.Purpose == CallPurpose.Repair),
            SavedSamples = records.OfType<ToolResult>().Sum(static result => result.SavedSamples),
            VoteMargin = MarginOf(records),
            FinishReasons = calls.SelectMany(static call => call.Reply.Completions)
                .GroupBy(static completion => completion.FinishReason ?? "none", StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal),
            Model = calls.Select(static call => call.Reply.ServedModel ?? call.Reply.Model).FirstOrDefault(),
        };
    }

    /// <summary>The answer that an outcome carries, a leading one included; null without one.</summary>
    public static Outcome.Answered? AnswerOf(Outcome? outcome) => outcome switch
    {
        Outcome.Answered answered => answered,
        Outcome.NotEnoughAgreement doubtful => doubtful.Leading,
        _ => null,
    };

    private static double? MarginOf(IReadOnlyList<RunRecord> records)
    {
        var margins = records.Select(static record => record switch
        {
            Observed observed => Margin(observed.Options),
            AnswerVoted voted => Margin(voted.Options),
            _ => null,
        }).OfType<double>().ToList();
        return margins.Count == 0 ? null : margins.Average();
    }

    private static double? Margin(IReadOnlyList<VoteOption> options)
    {
        var all = options.Sum(static option => option.Weight);
        return all <= 0 ? null : (options[0].Weight - (options.Count > 1 ? options[1].Weight : 0)) / all;
    }
}
