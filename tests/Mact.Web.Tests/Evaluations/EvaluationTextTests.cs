using Mact.Evaluation.Stored;
using Mact.Web.Tests.Localization;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Evaluations;

/// <summary>Texts that are chosen at run time are in both languages.</summary>
public sealed class EvaluationTextTests
{
    private static readonly string[] Outcomes =
    [
        "answered", "notEnoughAgreement", "notUnderstood", "halted", "cancelled", ItemResult.Failed, ItemResult.Refused, ItemResult.BadRow,
    ];
    private static readonly string[] Arms = ["agent", "direct", "sql", "mix"];

    [Fact]
    public void Every_word_for_a_state_a_verdict_or_an_obstacle_is_translated()
    {
        var texts = States().Concat(Verdicts()).Concat(Obstacles()).Distinct(StringComparer.Ordinal).ToList();

        texts.Count.ShouldBeGreaterThan(40);
        texts.Where(text => Said.Korean[text].ResourceNotFound).ShouldBeEmpty();
    }

    private static IEnumerable<string> States()
    {
        StoredEvaluation[] all =
        [
            RecordedEvaluations.Empty,
            RecordedEvaluations.Running,
            RecordedEvaluations.AllFailed,
            .. Enum.GetValues<EvaluationStatus>().Select(RecordedEvaluations.In),
        ];
        return all.SelectMany(
            static evaluation => new[] { EvaluationText.Of(evaluation.ToView([])), EvaluationText.Of(evaluation.ToView([]), workers: 0) })
            .SelectMany(static words => new[] { words.Label, words.Now, words.Next });
    }

    private static IEnumerable<string> Verdicts()
    {
        var pair = new Discordance(RecordedEvaluations.Results[0], RecordedEvaluations.Results[6]);
        RunComparison[] comparisons =
        [
            new(0, 0, 0, 0, 1, [], 0), new(1, 0, 0, 0, 1, [], 0), new(
                1, 9, 0, 0, 0.001, [pair], 0), new(1, 0, 9, 0, 0.001, [pair], 0), new(1, 1, 0, 0, 1, [pair], 0),
        ];
        return Enum.GetValues<ItemVerdict>().Select(static verdict => ItemText.Badge(verdict).Label)
            .Concat(Outcomes.Select(ItemText.Outcome))
            .Concat(Arms.Select(StrategyLabel.Of))
            .Concat(comparisons.Select(ComparisonText.Verdict));
    }

    private static IEnumerable<string> Obstacles()
    {
        var usable = new DataSetCheck(DataSetFormat.Mact, 1, 1, [], 0, new Dictionary<string, int>(StringComparer.Ordinal), []);
        var idle = new EvaluationDraft { Data = "x" };
        idle.Strategies.Remove(Strategy.Agent);
        return new[]
        {
            new EvaluationDraft().Missing(usable),
            new EvaluationDraft { Data = "x", FileName = "a.csv" }.Missing(usable),
            new EvaluationDraft { Data = "x" }.Missing(check: null),
            new EvaluationDraft { Data = "x" }.Missing(usable with { Usable = 0 }),
            idle.Missing(usable),
        }.OfType<string>();
    }
}
