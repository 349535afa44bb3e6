using Mact.AppHost.Embedded.Dashboard.Traces;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

public sealed class WaterfallTests
{
    [Fact]
    public void Parents_come_before_their_children_and_siblings_by_start()
    {
        var rows = Waterfall.Rows(
        [
            Spans.Span("t", "late", "root", startMs: 30),
            Spans.Span("t", "leaf", "early", startMs: 12),
            Spans.Span("t", "early", "root", startMs: 10),
            Spans.Span("t", "root", startMs: 0, durationMs: 50),
        ]);

        rows.Select(static row => row.Span.SpanId).ShouldBe(["root", "early", "leaf", "late"]);
        rows.Select(static row => row.Depth).ShouldBe([0, 1, 2, 1]);
        rows.Select(static row => row.OffsetMs).ShouldBe([0, 10, 12, 30]);
    }

    [Fact]
    public void A_span_whose_parent_is_not_kept_is_a_root() =>
        Waterfall.Rows([Spans.Span("t", "a", "gone")]).ShouldHaveSingleItem().Depth.ShouldBe(0);

    [Fact]
    public void Spans_that_name_each_other_as_parents_are_all_shown_once() =>
        Waterfall.Rows([Spans.Span("t", "a", "b"), Spans.Span("t", "b", "a"), Spans.Span("t", "c", "c")])
            .Select(static row => row.Span.SpanId).Order().ShouldBe(["a", "b", "c"]);

    [Fact]
    public void The_summary_adds_up_the_model_calls()
    {
        var summary = Waterfall.Summarise([Spans.Chat("t", "b", "a", input: 10, output: 3), Spans.Chat("t", "c", "a", input: 5, output: 1), Spans.Span("t", "a", durationMs: 100)]);

        summary.Name.ShouldBe("GET /tables");
        summary.ModelCalls.ShouldBe(2);
        summary.InputTokens.ShouldBe(15);
        summary.OutputTokens.ShouldBe(4);
        summary.DurationMs.ShouldBe(100);
        summary.Services.ShouldBe(["api", "worker"], ignoreOrder: true);
    }
}
