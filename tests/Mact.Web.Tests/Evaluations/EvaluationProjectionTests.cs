using Mact.Evaluation.Reporting;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Evaluations;

public sealed class EvaluationProjectionTests
{
    [Fact]
    public void Points_of_the_calibration_stand_where_their_shares_are()
    {
        var plot = CalibrationPlot.Of([new(1, new(4, 10), new(4, 4), new(4, 4)), new(0.5, new(8, 10), new(6, 8), new(2, 4))]);

        plot.Exact.Select(static point => point.X).ShouldBe([CalibrationPlot.X(0.5), CalibrationPlot.X(1)]);
        plot.Exact[0].Y.ShouldBe((CalibrationPlot.Top + CalibrationPlot.Bottom) / 2, 1e-9);
        plot.Exact[1].Y.ShouldBe(CalibrationPlot.Top, 1e-9);
        plot.Exact[0].High.ShouldBeLessThan(plot.Exact[0].Y);
        plot.Exact[0].Low.ShouldBeGreaterThan(plot.Exact[0].Y);
        CalibrationPlot.Line(plot.Coverage).ShouldBe("262,56.8 466,146.4");
    }

    [Theory]
    [InlineData(0, 0, 0, 0, "The two have no question in common, so nothing can be compared.")]
    [InlineData(3, 0, 0, 2, "Both have the same verdict on every question: there is no difference to explain.")]
    [InlineData(3, 10, 0, 2, "The first is better: chance alone would rarely split the questions so unevenly.")]
    [InlineData(3, 0, 10, 2, "The second is better: chance alone would rarely split the questions so unevenly.")]
    [InlineData(3, 3, 1, 2, "Chance alone could explain the difference: there is no winner.")]
    public void A_comparison_is_put_in_words(int both, int first, int second, int neither, string words)
    {
        List<Discordance> discordant =
        [
            .. Enumerable.Repeat(new Discordance(RecordedEvaluations.Results[0], RecordedEvaluations.Results[6]), first + second),
        ];
        var comparison = new RunComparison(both, first, second, neither, PairedComparison.McNemar(first, second), discordant, 0);

        ComparisonText.Verdict(comparison).ShouldBe(words);
    }

    [Fact]
    public void The_time_left_follows_the_pace_so_far()
    {
        var view = RecordedEvaluations.Running.ToView([]);

        EvaluationText.RemainingMs(view)!.Value.ShouldBe(75_000.0 / 8 * 3, 1e-6);
        EvaluationText.RemainingMs(RecordedEvaluations.Finished.ToView([])).ShouldBeNull();
        EvaluationText.RemainingMs(view with { Done = 2 }).ShouldBeNull();
    }

    [Fact]
    public void Without_workers_the_page_says_that_the_questions_wait() =>
        EvaluationText.Of(RecordedEvaluations.Running.ToView([]), workers: 0).Now.ShouldBe("No worker is running: the questions wait.");

    [Fact]
    public void A_draft_counts_what_will_be_asked()
    {
        var draft = new EvaluationDraft { Repeats = 2, Limit = 5 };
        draft.Strategies.Add(Strategy.Sql);
        var check = new DataSetCheck(DataSetFormat.Mact, 20, 18, [], 2, new Dictionary<string, int>(StringComparer.Ordinal), []);

        draft.QuestionCount(check).ShouldBe(20);
        draft.Limit = 0;
        draft.QuestionCount(check).ShouldBe(72);
    }
}
