using System.Text.Json;
using CsCheck;
using Mact.Evaluation.Reporting;

namespace Mact.Evaluation.Tests;

/// <summary>Intervals, calibration, comparison, exports.</summary>
public sealed class ReportTests
{
    [Theory]
    [InlineData(4, 21, 7.7, 40.0)]
    [InlineData(6, 21, 13.8, 50.0)]
    [InlineData(9, 21, 24.5, 63.5)]
    [InlineData(43, 218, 15.0, 25.5)]
    public void The_interval_is_wilsons(int count, int of, double low, double high)
    {
        var share = new Proportion(count, of);

        (share.Low * 100).ShouldBe(low, 0.06);
        (share.High * 100).ShouldBe(high, 0.06);
    }

    [Fact]
    public void An_interval_holds_its_share_and_stays_between_nothing_and_all() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[1, 500]).Where(static pair => pair.Item1 <= pair.Item2).Sample(static (count, of) =>
        {
            var share = new Proportion(count, of);
            return share.Low >= 0 && share.High <= 1 && share.Low <= share.Value + 1e-12 && share.Value <= share.High + 1e-12;
        });

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(9, 1, 0.021484375)]
    public void McNemars_test_is_exact(int first, int second, double p) => PairedComparison.McNemar(first, second).ShouldBe(p, 1e-9);

    [Fact]
    public void McNemars_test_holds_on_many_items() => PairedComparison.McNemar(4000, 6000).ShouldBeLessThan(1e-6);

    [Fact]
    public void The_report_counts_what_was_not_answered_as_wrong_and_leaves_bad_rows_out()
    {
        var report = ReportBuilder.Build(
            "agent",
            [
                Item(1, right: true, 1),
                Item(2, right: false, 0.6),
                Item(3, right: true, 0.6),
                Item(4, right: false, null),
                new("agent/5/1", "agent", 5, 1, null, "badRow"),
            ]);

        (report.Accuracy, report.Coverage, report.Precision, report.BadRows).ShouldBe((new(2, 4), new(3, 4), new(2, 3), 1));
        report.Calibration.Select(static point => (point.Agreement, point.Coverage.Count, point.Accuracy.Count)).ShouldBe([(1, 1, 1), (0.6, 3, 2)]);
    }

    [Fact]
    public void A_replay_has_used_nothing_and_tells_what_its_replies_had_taken()
    {
        var item = Item(1, right: true, 1);
        var report = ReportBuilder.Build(
            "agent",
            [
                item with { Figures = item.Figures! with { Requests = 0, Cost = 0, Replayed = new(2, 100, 30, 0) } },
                item with { Figures = new() { Cost = 0, Replayed = new(1, 50, 10, 0) } },
            ]);

        (report.Requests, report.InputTokens, report.OutputTokens, report.Cost).ShouldBe((0, 0, 0, 0m));
        report.Replayed.ShouldBe(new(3, 150, 40, 0));
        MarkdownReport.Write("set", [report]).ShouldContain("nothing was paid. Its replies had taken 3 requests, 150 tokens in and 40 out");
        ReportBuilder.Build("agent", [item]).Replayed.ShouldBeNull();
    }

    [Fact]
    public void Macro_f1_is_the_mean_over_the_labels()
    {
        var report = ReportBuilder.Build("agent", [Claim(1, "yes", "yes"), Claim(2, "yes", "yes"), Claim(3, "no", "yes"), Claim(4, "no", null)]);

        report.MacroF1!.Value.ShouldBe(0.8 / 2, 1e-9);
    }

    [Fact]
    public void A_comparison_pairs_items_and_keeps_those_that_differ()
    {
        var comparison = PairedComparison.Of(
            [Item(1, true, 1), Item(2, true, 1), Item(3, false, 1)], [Item(1, true, 1), Item(2, false, 1), Item(4, true, 1)]);

        (comparison.Both, comparison.OnlyFirst, comparison.OnlySecond, comparison.Neither, comparison.Unpaired).ShouldBe((1, 1, 0, 0, 2));
        comparison.Discordant.ShouldHaveSingleItem().First.Id.ShouldBe("i2");
    }

    [Fact]
    public void A_question_that_is_asked_again_makes_no_interval_narrower_and_no_difference_surer()
    {
        ItemResult[] once = [Item(1, true, 1), Item(2, true, 1), Item(3, false, 1), Item(4, false, 1)];
        List<ItemResult> first = [.. Enumerable.Range(1, 3).SelectMany(repeat => once.Select(item => item with { Repeat = repeat }))];
        List<ItemResult> second = [.. first.Select(static item => item with { Correct = false })];

        var (thrice, single) = (ReportBuilder.Build("agent", first).Accuracy, ReportBuilder.Build("agent", once).Accuracy);
        (thrice.Count, thrice.Of, thrice.Units, single.Units).ShouldBe((6, 12, 4, null));
        (thrice.Low, thrice.High).ShouldBe((single.Low, single.High));
        var comparison = PairedComparison.Of(first, second);
        (comparison.OnlyFirst, comparison.Discordant.Count).ShouldBe((6, 6));
        comparison.PValue.ShouldBe(PairedComparison.McNemar(2, 0));
    }

    [Fact]
    public void Exports_keep_hostile_cells_in_their_cells()
    {
        var item = Item(1, true, 1) with { Question = "=cmd|'x'!A1,\"\n", Answer = ["-3"] };

        CsvReport.Write([item]).ShouldContain("\"'=cmd|'x'!A1,\"\"\n\"");
        CsvReport.Write([item]).ShouldContain(",-3,");
        var hostile = item with { Question = "a | <b>" };
        MarkdownReport.Write("a", "b", PairedComparison.Of([hostile], [hostile with { Correct = false }])).ShouldContain("a \\| &lt;b>");
        MarkdownReport.Write("<script>\n# b", []).ShouldStartWith("# &lt;script> # b\n");
    }

    [Fact]
    public void A_report_has_every_figure_in_markdown()
    {
        var text = MarkdownReport.Write("wtq", [ReportBuilder.Build("agent", [Item(1, true, 1)], 2)]);

        text.ShouldContain("1/1 = 100.0 % [20.7, 100.0]");
        text.ShouldContain("Wall time: 2.0 s");
    }

    [Fact]
    public void A_report_without_a_price_or_labels_comes_back_from_its_json()
    {
        var report = ReportBuilder.Build("agent", [Item(1, true, 1), Item(2, false, 0.6)], 2);

        var json = JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport);
        var read = JsonSerializer.Deserialize(json, EvaluationJson.Default.EvaluationReport)!;

        (read.Accuracy, read.Cost, read.MacroF1, read.WallSeconds).ShouldBe((new(1, 2), null, null, 2.0));
        read.Calibration.ShouldBe(report.Calibration);
        json.ShouldContain("\"cost\":null");
    }

    private static ItemResult Item(int row, bool right, double? agreement) =>
        new($"agent/{row}/1", "agent", row, 1, $"i{row}", agreement is null ? "halted" : "answered")
        {
            Attempted = agreement is not null,
            Correct = right,
            F1 = right ? 1 : 0,
            Figures = new() { Agreement = agreement, By = AnsweredBy.Finish },
        };

    private static ItemResult Claim(int row, string expected, string? label) =>
        Item(row, expected == label, 1) with { ExpectedLabel = expected, Label = label };
}
