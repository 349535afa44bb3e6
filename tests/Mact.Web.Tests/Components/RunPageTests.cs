using Bunit;
using Mact.Web.Tests.Localization;
using Mact.Web.Tests.Runs;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

public sealed class RunPageTests : PageTestBase
{
    [Theory]
    [MemberData(nameof(RunTimelineTests.States), MemberType = typeof(RunTimelineTests))]
    public void Every_state_is_shown_with_its_words(string run, QuestionStatus status, string label)
    {
        var records = RunTimelineTests.Recorded(run);
        var page = Open(records, section: null);

        page.Find(".badge").TextContent.ShouldBe(label);
        page.Find("h1").TextContent.ShouldBe(RecordedRuns.Question.Text);
        page.FindAll("button")
            .Any(static button => button.TextContent.Contains("Cancel", StringComparison.Ordinal))
            .ShouldBe(status < QuestionStatus.Answered);
        if (RunTimeline.From(records).Answer is null)
        {
            page.FindAll(".answer-card").ShouldBeEmpty();
            page.Find(".progress-card").TextContent.ShouldContain(StatusText.Of(RunTimeline.From(records), Said.English).Now);
        }
    }

    [Fact]
    public void The_timeline_writes_numbers_as_the_tables_do_and_shows_no_vote_where_one_rule_answered()
    {
        var group = new ResultGroup("r", ["country", "visitors"], [["Portugal", "8150000"], ["Spain", "5300000"]], 2, [0, 1, 2]);
        var records = TableRuns.Of(group, "SELECT country, SUM(visitors_2023) AS visitors FROM cities GROUP BY country");
        Api.Runs["voted"] =
        [
            .. records.SkipLast(1),
            new(
                records.Count,
                new AnswerVoted(
                    1, AnsweredBy.Shortcut, [new("executed", 3, [0, 1, 2], [])], new(3, 5, 1, Executed: true), Accepted: true, string.Empty)
                {
                    Key = "1/vote", At = records[^1].Record.At, Attempt = 1,
                }),
            records[^1] with { Sequence = records.Count + 1 },
        ];
        Api.Runs["ruled"] =
        [
            .. Api.Runs["voted"].Select(
                static stored => stored.Record is ModelCall call
                    ? stored with
                    {
                        Record = call with
                        {
                            Reply = call.Reply with
                            {
                                ServedModel = RunTimeline.StandInModel,
                                Completions = [.. call.Reply.Completions.Select(static each => each with { Reasoning = "sum of visitors" })],
                            },
                        },
                    }
                    : stored),
        ];

        var voted = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, "voted"));
        var ruled = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, "ruled"));

        voted.WaitForAssertion(
            () => voted.FindAll(".tl-step .program-group td.num").Select(static cell => cell.TextContent).ShouldBe(["8,150,000", "5,300,000"]));
        TextOf(voted.Find(".tl-step .vote")).ShouldBe("Early agreement · decided · 3 of 5");
        ruled.WaitForAssertion(() => TextOf(ruled.Find(".tl-step .vote")).ShouldBe("One rule, no vote."));
        ruled.FindAll(".meter").ShouldBeEmpty();
    }

    [Fact]
    public void The_answer_stands_at_the_top_with_its_agreement_and_dissent()
    {
        var card = Open(RecordedRuns.Answered, section: null).Find(".answer-card");

        card.QuerySelector(".answer-text")!.TextContent.ShouldBe("Porto");
        card.QuerySelector(".agreement-words summary")!.TextContent.ShouldBe(
            "3 of 5 programs gave this result, written in 2 different ways (step 1).");
        card.QuerySelectorAll(".meter-dot.on").Length.ShouldBe(3);
        card.QuerySelectorAll(".meter-dot").Length.ShouldBe(5);
        TextOf(card.QuerySelector(".dissent")!).ShouldContain("Lisbon, 4,100,000 1 program, step 1");
        card.QuerySelectorAll(".notice-warn").ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_that_no_program_computed_is_shown_with_a_warning()
    {
        var card = Open(RecordedRuns.Guessed, section: null).Find(".answer-card");

        TextOf(card.QuerySelector(".notice-warn")!).ShouldContain("No program computed this answer");
        card.QuerySelector(".agreement-words")!.TextContent.ShouldContain("no program was run");
    }

    [Fact]
    public void Below_the_threshold_the_answer_is_called_leading()
    {
        var card = Open(RecordedRuns.NotEnough, section: null).Find(".answer-card");

        card.QuerySelector("h2")!.TextContent.ShouldBe("Leading answer");
        TextOf(card.QuerySelector(".notice-warn")!).ShouldContain("80 %");
    }

    [Fact]
    public void Steps_show_thought_action_programs_and_observation()
    {
        var steps = Open(RecordedRuns.Answered, section: null).FindAll(".step");

        steps.Count.ShouldBe(2);
        var first = TextOf(steps[0]);
        first.ShouldContain("Compute");
        first.ShouldContain("I need the change per city in Portugal.");
        first.ShouldContain("4 of 5 programs ran, 1 did not");
        first.ShouldContain("3 × the same result");
        first.ShouldContain("no such column: town");
        first.ShouldContain("5 plans, 2 different actions, 1 of no use");
        steps[0].QuerySelector(".sql .sql-keyword")!.TextContent.ShouldBe("SELECT");
        TextOf(steps[1]).ShouldContain("Finish");
    }

    [Fact]
    public void The_trace_lists_every_call_with_latency_and_tokens_as_recorded()
    {
        var page = Open(RecordedRuns.Answered, "trace");
        var calls = RecordedRuns.Answered.Select(static stored => stored.Record).OfType<ModelCall>().ToList();

        var rows = page.FindAll(".grid.numbers tbody tr");

        rows.Count.ShouldBe(calls.Count);
        for (var i = 0; i < calls.Count; i++)
        {
            var text = TextOf(rows[i]);
            text.ShouldContain(Said.English.Duration(calls[i].Reply.DurationMs));
            text.ShouldContain(Show.Count(calls[i].Reply.Usage.InputTokens));
            text.ShouldContain(Show.Count(calls[i].Reply.Usage.OutputTokens));
        }

        page.Find(".trace-foot a[download]").GetAttribute("href").ShouldBe("/export/" + RecordedRuns.Id);
        page.FindAll(".waterfall li").Count.ShouldBe(Waterfall.Of(RunTimeline.From(RecordedRuns.Answered), Said.English).Bars.Count);
    }

    [Fact]
    public async Task The_program_behind_the_answer_can_be_run_again_and_is_compared()
    {
        var page = Open(RecordedRuns.Answered, "evidence");

        page.Find("#evidence-sql").GetAttribute("value").ShouldBe(RecordedRuns.WinningSql);
        await page.PressAsync("Run");

        page.WaitForAssertion(() => page.Find(".comparison").TextContent.ShouldBe("This result holds the answer, among 2 values."));
    }

    [Fact]
    public void Rows_that_the_program_used_are_told_from_a_second_run_and_marked()
    {
        var page = Open(RecordedRuns.Answered, "evidence");

        page.WaitForAssertion(() => TextOf(page.Find(".lineage")).ShouldContain("the rows that the program gave back (1)"));
        page.WaitForAssertion(() => TextOf(page.Find("tr.used")).ShouldStartWith("2"));
        page.Find("tr.used")
            .QuerySelectorAll("td.marked")
            .Select(static cell => cell.TextContent)
            .ShouldBe(["Porto", "Portugal", "2000000", "3100000"]);
    }

    [Theory]
    [InlineData("Porto", "Faro", "LIMIT 1 cuts through a tie: “Faro” is equal to “Porto” in the order asked for, and is not shown.")]
    [InlineData("Porto", "Porto", "LIMIT 1 cuts through a tie: the next row is equal in the order asked for, and is not shown.")]
    public void A_tie_that_the_limit_cuts_is_told_beside_the_program(string shown, string hidden, string words)
    {
        Api.Tie = new(1, shown, hidden);

        var page = Open(RecordedRuns.Answered, "evidence");

        page.WaitForAssertion(() => page.FindAll("p").Select(TextOf).ShouldContain(words));
    }

    [Fact]
    public void A_join_marks_the_rows_of_each_table_and_says_of_the_others_what_is_known()
    {
        Api.Evidence = new Evidence.Traced([new("cities", [3], ["city"]), new("towns", [2], ["city"])], ["villages"], IsPerRow: true, IsCut: false);
        var records = WithProgram(
            "SELECT c.city FROM cities c JOIN towns t ON t.city = c.country WHERE c.visitors_2019 IN (SELECT visitors_2019 FROM villages)")
            .Select(static stored => stored.Record is Accepted accepted
                ? stored with
                {
                    Record = accepted with
                    {
                        Question = accepted.Question with
                        {
                            Tables = [new("t-1", "cities"), new("t-2", "towns"), new("t-3", "villages"), new("t-4", "unread")],
                        },
                    },
                }
                : stored)
            .ToList();

        var page = Open(records, "evidence");

        page.WaitForAssertion(() => page.FindAll(".lineage").Select(TextOf).ShouldBe(
        [
            "Marked: the rows that the program gave back (1), in the columns that it names. They were found by running the program again with the "
                + "row numbers.",
            "Marked: the rows that the program gave back (1), in the columns that it names. They were found by running the program again with the "
                + "row numbers.",
            "The program reads this table only in a condition or beside its result; which rows mattered there is not traced.",
            "The program does not read this table.",
        ]));
        page.WaitForAssertion(() => page.FindAll("tr.used").Select(static row => row.FirstElementChild!.TextContent).ShouldBe(["3", "2"]));
    }

    [Fact]
    public void Where_the_second_run_gives_another_result_nothing_is_marked()
    {
        Api.Evidence = new Evidence.Untraced(EvidenceGap.ResultDiffers);

        var page = Open(WithProgram("SELECT city FROM cities LIMIT 1"), "evidence");

        page.WaitForAssertion(
            () =>
                TextOf(page.Find(".lineage")).ShouldStartWith(
                    "The rows cannot be traced: run again to return its rows as well, the program gave a different result."));
        page.FindAll("tr.used").ShouldBeEmpty();
    }

    private static List<StoredRecord> WithProgram(string sql) =>
        [.. RecordedRuns.Answered.Select(stored => stored.Record is Finished { Outcome: Outcome.Answered answered } finished
        ? stored with { Record = finished with { Outcome = answered with { Sql = sql } } }
        : stored)];

    [Fact]
    public void Where_the_rows_cannot_be_told_the_page_says_so()
    {
        var records = RecordedRuns.Answered.Select(static stored => stored.Record is Finished { Outcome: Outcome.Answered answered } finished
            ? stored with { Record = finished with { Outcome = answered with { Sql = "SELECT city FROM cities UNION SELECT country FROM cities" } } }
            : stored).ToList();

        Api.Evidence = new Evidence.Untraced(EvidenceGap.SetOperation);
        var page = Open(records, "evidence");

        page.WaitForAssertion(() => TextOf(page.Find(".lineage")).ShouldContain("merges equal rows from several sources"));
        page.FindAll("tr.used").ShouldBeEmpty();
    }

    [Fact]
    public void A_step_without_an_action_is_not_said_to_go_on_after_the_end()
    {
        var step = Open(RecordedRuns.Guessed, section: null).Find(".step");

        TextOf(step).ShouldContain("No action was chosen");
        TextOf(step).ShouldNotContain("…");
    }

    [Fact]
    public void An_early_agreement_is_shown_as_a_check_with_the_thought_behind_it()
    {
        var step = TextOf(Open(RecordedRuns.EarlyAgreement, section: null).Find(".step"));

        step.ShouldContain("Check Does a program confirm what the plans expect: Porto?");
        step.ShouldContain("I need the change per city in Portugal.");
        step.ShouldNotContain("No action was chosen");
    }

    [Fact]
    public void The_stand_in_is_named_beside_an_answer_that_it_gave() =>
        Open(RecordedRuns.Answered, section: null).Find(".stand-in").TextContent.ShouldContain("not a language model");

    [Fact]
    public void A_failure_names_what_the_endpoint_serves()
    {
        var page = Open(RecordedRuns.Failed, section: null);

        page.FindAll(".served").Select(static served => served.TextContent).ShouldBe(["mact-table-reader", "qwen3-32b"]);
    }

    [Fact]
    public void An_unknown_question_is_said_to_be_unknown()
    {
        var page = Render<Web.Pages.Run>(static parameters => parameters.Add(static run => run.Id, "missing"));

        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe("There is no such question"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("evidence")]
    [InlineData("trace")]
    public void Hostile_text_is_shown_and_never_becomes_markup(string? section)
    {
        const string hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'; DROP TABLE x;--‮";
        Api.Runs[RecordedRuns.Id] = RecordedRuns.Hostile(hostile);
        var page = Render<Web.Pages.Run>(parameters => parameters.Add(static run => run.Id, RecordedRuns.Id).Add(static run => run.Section, section));

        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe(hostile));

        page.FindAll("script").ShouldBeEmpty();
        page.FindAll("img").ShouldBeEmpty();
        page.FindAll("[onerror]").ShouldBeEmpty();
    }

    private IRenderedComponent<Web.Pages.Run> Open(IReadOnlyList<StoredRecord> records, string? section)
    {
        Api.Runs[RecordedRuns.Id] = records;
        var page = Render<Web.Pages.Run>(parameters => parameters.Add(static run => run.Id, RecordedRuns.Id).Add(static run => run.Section, section));
        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe(RecordedRuns.Question.Text));
        return page;
    }
}
