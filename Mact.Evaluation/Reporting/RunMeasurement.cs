namespace Mact.Evaluation.Reporting;

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
