
namespace Mact.Evaluation.Reporting;

/// <summary>Boils results down to a report.</summary>
public static class ReportBuilder
{
    /// <summary>The report of one strategy's results.</summary>
    /// <param name="strategy">Its name.</param>
    /// <param name="results">Results of that strategy alone.</param>
    /// <param name="wallSeconds">From the first submission to the last end, where it was measured.</param>
    public static EvaluationReport Build(string strategy, IReadOnlyCollection<ItemResult> results, double? wallSeconds = null)
    {
        var items = results.Where(static result => result.Outcome != ItemResult.BadRow).ToList();
        var figures = items.Select(static item => item.Figures).OfType<RunFigures>().ToList();
        var attempted = items.FindAll(static item => item.Attempted);
        var labels = items.Select(static item => item.ExpectedLabel)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return new()
        {
            Strategy = strategy,
            BadRows = results.Count - items.Count,
            Accuracy = Right(items),
            Coverage = Share(attempted.Count, items),
            Precision = Right(attempted),
            MeanF1 = items.Count == 0 ? 0 : items.Average(static item => item.F1),
            MacroF1 = labels.Count == 0 ? null : labels.Average(label => F1Of(label, items)),
            Labels = labels.Count,
            ByType = Group(items, static item => item.Type ?? "?"),
            ByOutcome = items.CountBy(static item => item.Outcome).OrderByDescending(static pair => pair.Value).ToDictionary(StringComparer.Ordinal),
            ByRoute = Group(attempted, static item => item.Figures?.By?.ToString() ?? "?"),
            Calibration = Calibrate(items, attempted),
            Requests = figures.Sum(static run => run.Requests),
            InputTokens = figures.Sum(static run => run.InputTokens),
            OutputTokens = figures.Sum(static run => run.OutputTokens),
            Cost = figures.Exists(static run => run.Cost is not null) ? figures.Sum(static run => run.Cost ?? 0) : null,
            Replayed = figures.Exists(static run => run.Replayed is not null)
                ? figures.Aggregate(TokenUsage.None, static (sum, run) => sum + (run.Replayed ?? TokenUsage.None))
                : null,
            LatencyMs = Percentiles.Of(figures.Select(static run => run.LatencyMs)),
            WallSeconds = wallSeconds,
            ShortcutRate = Share(figures.Count(static run => run.By == AnsweredBy.Shortcut), items),
            CodeSuccess = Proportion.Grouped(
                figures.Sum(static run => run.ProgramsRun),
                figures.Sum(static run => run.Programs),
                CountQuestions(items.Where(static item => item.Figures?.Programs > 0))),
            RepairRate = Share(figures.Count(static run => run.Repairs > 0), items),
            SavedSamples = figures.Sum(static run => run.SavedSamples),
            VoteMargin = Percentiles.Of(figures.Select(static run => run.VoteMargin).OfType<double>()),
            FinishReasons = figures.SelectMany(static run => run.FinishReasons)
                .GroupBy(static pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, static group => group.Sum(static pair => pair.Value), StringComparer.Ordinal),
            Models = [.. figures.Select(static run => run.Model).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static Proportion Right(IReadOnlyCollection<ItemResult> items) => Share(items.Count(static item => item.Correct), items);

    private static Proportion Share(int count, IReadOnlyCollection<ItemResult> items) =>
        Proportion.Grouped(count, items.Count, CountQuestions(items));

    /// <summary>How many questions there are, each counted once however often it was asked.</summary>
    private static int CountQuestions(IEnumerable<ItemResult> items) => items.DistinctBy(static item => item.Row).Count();

    private static Dictionary<string, Proportion> Group(IEnumerable<ItemResult> items, Func<ItemResult, string> by) =>
        items.GroupBy(by, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count())
            .ToDictionary(static group => group.Key, static group => Right([.. group]), StringComparer.Ordinal);

    private static double F1Of(string label, List<ItemResult> items)
    {
        var both = items.Count(item => item.ExpectedLabel == label && item.Label == label);
        var wanted = items.Count(item => item.ExpectedLabel == label);
        var given = items.Count(item => item.Label == label);
        return both == 0 ? 0 : 2.0 * both / (wanted + given);
    }

    private static List<CalibrationPoint> Calibrate(List<ItemResult> items, List<ItemResult> attempted)
    {
        var measured = attempted.Where(static item => item.Figures?.Agreement is not null)
            .Select(static item => (Agreement: Math.Round(item.Figures!.Agreement!.Value, 3), Item: item))
            .ToList();
        return
        [
            .. measured.Select(static pair => pair.Agreement).Distinct().OrderDescending().Select(level =>
            {
                var kept = measured.Where(pair => pair.Agreement >= level).Select(static pair => pair.Item).ToList();
                var same = measured.Where(pair => pair.Agreement.Equals(level)).Select(static pair => pair.Item).ToList();
                return new CalibrationPoint(level, Share(kept.Count, items), Right(kept), Right(same));
            }),
        ];
    }
}
