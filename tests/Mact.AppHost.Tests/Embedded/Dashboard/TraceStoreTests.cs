using System.Globalization;
using Mact.AppHost.Embedded.Dashboard.Traces;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

public sealed class TraceStoreTests
{
    [Fact]
    public void Of_five_thousand_questions_the_latest_thousand_are_kept()
    {
        var store = new TraceStore(maxTraces: 1_000);

        for (var i = 0; i < 5_000; i++)
        {
            store.Add([Spans.Chat(Text(i), "a")]);
        }

        store.Count.ShouldBe(1_000);
        store.List(onlyQuestions: true, "", 1)[0].Id.ShouldBe("4999");
        store.Find("3999").ShouldBeNull();
        store.Find("4000").ShouldNotBeNull();
    }

    [Fact]
    public void A_thousand_traces_with_long_prompts_stay_within_the_characters()
    {
        const long Limit = 1_000_000;
        var store = new TraceStore(maxCharacters: Limit);

        for (var i = 0; i < 1_000; i++)
        {
            store.Add([Spans.Chat(Text(i), "a", content: new string('x', 50_000))]);
        }

        store.Characters.ShouldBeLessThanOrEqualTo(Limit);
        store.Find("999").ShouldNotBeNull();
    }

    [Fact]
    public void Pages_that_were_read_make_room_before_questions_do()
    {
        var store = new TraceStore(maxTraces: 100);
        store.Add([Spans.Chat("question", "a")]);

        for (var i = 0; i < 1_000; i++)
        {
            store.Add([Spans.Span(Text(i), "a")]);
        }

        store.Count.ShouldBe(100);
        store.Find("question").ShouldNotBeNull();
        store.List(onlyQuestions: true, "", 10).ShouldHaveSingleItem().Id.ShouldBe("question");
    }

    [Fact]
    public void A_full_store_of_questions_keeps_a_question_that_has_only_begun()
    {
        var store = new TraceStore(maxTraces: 100);
        for (var i = 0; i < 100; i++)
        {
            store.Add([Spans.Chat(Text(i), "a")]);
        }

        store.Add([Spans.Span("begun", "a")]);

        store.Find("begun").ShouldNotBeNull();
        store.Find("0").ShouldBeNull();
    }

    [Fact]
    public void Spans_of_one_trace_are_bounded_and_the_rest_is_counted()
    {
        var store = new TraceStore(maxSpans: 10);

        store.Add(Enumerable.Range(0, 25).Select(static i => Spans.Span("t", Text(i))));

        var trace = store.Find("t").ShouldNotBeNull();
        trace.Rows.Count.ShouldBe(10);
        trace.Dropped.ShouldBe(15);
    }

    [Fact]
    public void A_span_that_is_sent_again_counts_once()
    {
        var store = new TraceStore();

        store.Add([Spans.Chat("t", "a", input: 7)]);
        store.Add([Spans.Chat("t", "a", input: 7)]);

        store.List(onlyQuestions: true, "", 10).ShouldHaveSingleItem().InputTokens.ShouldBe(7);
    }

    [Fact]
    public void A_search_finds_by_question_by_service_and_by_name()
    {
        var store = new TraceStore();
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["mact.question.id"] = "01abc" };
        store.Add([Spans.Span("t", "a", name: "POST /questions") with { Attributes = attributes }]);

        foreach (var text in (string[])["01ABC", "api", "post /q", "t"])
        {
            store.List(onlyQuestions: false, text, 10).ShouldHaveSingleItem(text);
        }

        store.List(onlyQuestions: false, "elsewhere", 10).ShouldBeEmpty();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
