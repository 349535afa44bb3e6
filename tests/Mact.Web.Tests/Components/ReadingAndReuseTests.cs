using Bunit;
using Mact.Web.Components.Ask;
using Mact.Web.Components.Shared;
using Mact.Web.Pages;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

/// <summary>A source is read in another way, a table is used again, a reading is picked, and what an endpoint can do is shown.</summary>
public sealed class ReadingAndReuseTests : PageTestBase
{
    [Fact]
    public async Task A_source_is_read_again_with_what_a_person_says_of_numbers_dates_totals_and_header()
    {
        var read = JSInterop.Setup<UploadReply?>("mact.readAgain", static _ => true);
        read.SetResult(new([new("t-again", "sales", [new TableRepair("totalsKept", "The last row is kept.")], 1)], Problem: null));
        var page = Render<Ask>();
        await UploadAsync(page, "source-0");
        await page.UnfoldAsync(".corrections");

        await page.ChangeAsync(".reading select", "decimalComma");
        await page.ChangeAsync(".reading select", "dayFirst", 1);
        await page.ChangeAsync(".reading input[type=checkbox]", true);
        await page.ChangeAsync(".reading select", "euc-kr", 2);

        read.Invocations.Select(static call => call.Arguments[0]).ShouldAllBe(static key => (string?)key == "source-0");
        ((Dictionary<string, string>)read.Invocations.Last().Arguments[2]!).ShouldBe(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["numberFormat"] = "decimalComma",
                ["dateOrder"] = "dayFirst",
                ["encoding"] = "euc-kr",
                ["keepTotals"] = "true",
            },
            ignoreOrder: true);
        TextOf(page.Find(".repairs")).ShouldContain("The last row is kept.");
    }

    [Fact]
    public async Task A_row_above_the_header_becomes_the_header()
    {
        var read = JSInterop.Setup<UploadReply?>("mact.readAgain", static _ => true);
        read.SetResult(new([new("t-again", "sales", [], 0)], Problem: null));
        var page = Render<Ask>();
        await UploadAsync(page, "source-0");
        await page.UnfoldAsync(".corrections");

        var above = page.FindAll(".rows-above li");
        TextOf(above[1]).ShouldStartWith("Region · Sold");
        await page.ClickAsync(".rows-above button", 1);

        ((Dictionary<string, string>)read.Invocations.ShouldHaveSingleItem().Arguments[2]!)["headerRow"].ShouldBe("2");
    }

    [Fact]
    public async Task A_sheet_of_a_workbook_is_read_again_by_its_name_and_a_reload_keeps_the_sheets_and_how_they_are_read()
    {
        var read = JSInterop.Setup<UploadReply?>("mact.readAgain", static _ => true);
        read.SetResult(new([new("t-again", "staff", [], 0)], Problem: null));
        var page = Render<Ask>();
        await page.InvokeAsync(
            () => page.FindComponent<TableDrop>().Instance.Finished(
                new UploadReply([new("t-a", "sales", [], 0), new("t-b", "staff", [], 0)], Problem: null)
                {
                    Source = "book.xlsx",
                    Key = "kept-1",
                    Skipped = [new("Notes", "empty", "It is empty.")],
                }));
        await page.UnfoldAsync(".table-card:last-of-type .corrections");
        await page.ChangeAsync(".reading select", "dayFirst", 1);
        await page.ChangeAsync(".workbook input", false);

        var fields = (Dictionary<string, string>)read.Invocations.ShouldHaveSingleItem().Arguments[2]!;
        fields.Select(static field => $"{field.Key}={field.Value}").ShouldBe(["sheet=staff", "dateOrder=dayFirst"], ignoreOrder: true);
        var kept = JSInterop.Invocations["mact.keepDraft"][^1].Arguments.Cast<string>().ToArray();
        await DisposeComponentsAsync();
        JSInterop.Setup<string?[]?>("mact.keptDraft").SetResult(kept);
        var again = Render<Ask>();

        again.WaitForAssertion(() => again.FindAll(".workbook input").Count.ShouldBe(2));
        again.FindAll(".workbook input").Select(static box => box.HasAttribute("checked")).ShouldBe([false, true]);
        TextOf(again.Find(".workbook")).ShouldContain("Notes was left out");
        await again.UnfoldAsync(".corrections");
        again.FindAll(".reading select")[1].GetAttribute("value").ShouldBe("dayFirst");
    }

    [Fact]
    public async Task A_source_that_the_browser_no_longer_has_says_what_to_do()
    {
        JSInterop.Setup<UploadReply?>("mact.readAgain", static _ => true).SetResult(null);
        var page = Render<Ask>();
        await UploadAsync(page, "source-0");
        await page.UnfoldAsync(".corrections");

        await page.ChangeAsync(".reading select", "decimalComma");

        TextOf(page.Find(".corrections .error")).ShouldBe("The file could not be sent again. Drop it once more.");
    }

    [Fact]
    public async Task What_was_not_sent_from_this_page_has_no_reading_to_change()
    {
        var page = Render<Ask>();
        await UploadAsync(page, key: null);

        await page.UnfoldAsync(".corrections");

        page.FindAll(".reading").ShouldBeEmpty();
        page.FindAll(".types select").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_table_of_an_earlier_question_is_picked_again()
    {
        Api.Runs["q1"] = RecordedRuns.Answered;
        var page = Render<Ask>();
        page.WaitForAssertion(() => page.Find("#ask-button").HasAttribute("disabled").ShouldBeFalse());

        await page.UnfoldAsync(".earlier-tables");
        page.WaitForAssertion(() => page.FindAll(".earlier-tables .chip").ShouldNotBeEmpty());
        await page.ClickAsync(".earlier-tables .chip");

        page.WaitForAssertion(
            () => page.Find(".table-card .name-input").GetAttribute("value").ShouldBe(RecordedRuns.Question.Tables[0].Name));
        page.Find(".earlier-tables .chip").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public async Task Tables_used_before_that_cannot_be_listed_say_why_and_are_asked_for_when_opened_again()
    {
        Api.Runs["q1"] = RecordedRuns.Answered;
        Api.IsAway = true;
        var page = Render<Ask>();
        page.WaitForAssertion(() => page.Find("#ask-button").HasAttribute("disabled").ShouldBeFalse());

        await page.UnfoldAsync(".earlier-tables");

        page.WaitForAssertion(() => TextOf(page.Find(".earlier-tables .error")).ShouldContain("Redis is not reachable."));
        page.FindAll(".earlier-tables .chip").ShouldBeEmpty();
        Api.IsAway = false;
        await page.UnfoldAsync(".earlier-tables");
        page.WaitForAssertion(() => page.FindAll(".earlier-tables .chip").ShouldNotBeEmpty());
        page.FindAll(".earlier-tables .error").ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_earlier_question_there_is_no_table_to_use_again()
    {
        var page = Render<Ask>();
        page.WaitForAssertion(() => page.Find("#ask-button").HasAttribute("disabled").ShouldBeFalse());

        await page.UnfoldAsync(".earlier-tables");

        page.WaitForAssertion(() => TextOf(page.Find(".earlier-tables")).ShouldContain("No table has been asked about yet."));
    }

    [Fact]
    public async Task A_table_used_before_that_is_no_longer_stored_is_named_where_it_was_picked()
    {
        Api.Runs["q1"] =
        [
            .. RecordedRuns.Answered.Select(static stored => stored.Record is Accepted accepted
                ? stored with { Record = accepted with { Question = accepted.Question with { Tables = [new("expired", "harbours")] } } }
                : stored),
        ];
        var page = Render<Ask>();
        page.WaitForAssertion(() => page.Find("#ask-button").HasAttribute("disabled").ShouldBeFalse());

        await page.UnfoldAsync(".earlier-tables");
        page.WaitForAssertion(() => page.FindAll(".earlier-tables .chip").ShouldNotBeEmpty());
        await page.ClickAsync(".earlier-tables .chip");

        page.WaitForAssertion(() => TextOf(page.Find(".drop .gone")).ShouldStartWith("No longer stored: harbours."));
        page.FindAll(".notice-bad").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_with_two_readings_offers_both_to_click()
    {
        Api.Runs["halted"] =
        [
            .. RecordedRuns.NotUnderstood.SkipLast(1),
            new(
                4,
                new Finished(
                    new Outcome.Halted(HaltReason.NotUnderstood, "Two readings.")
                    {
                        Suggestions = ["Which city has most visitors in 2019?", "… in 2023?"],
                    })
                {
                    Key = "finished", At = RecordedRuns.Start.AddSeconds(4), Attempt = 1,
                }),
        ];

        var page = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, "halted"));
        page.WaitForAssertion(() => page.Find("#readings"));
        var chips = page.FindAll(".follow-up .chip");

        chips.Select(static chip => chip.TextContent).ShouldBe(["Which city has most visitors in 2019?", "… in 2023?"]);
        await page.ClickAsync(".follow-up .chip", 1);
        page.WaitForAssertion(() => Api.Asked.ShouldHaveSingleItem().ShouldContain("in 2023?"));
    }

    [Fact]
    public void The_history_names_the_tables_of_each_question_and_leads_to_others_about_them()
    {
        Api.Runs["q1"] = RecordedRuns.Answered;

        var page = Render<History>();

        page.WaitForAssertion(() => page.Find(".history .table-name"));
        page.Find(".history .table-name").GetAttribute("href").ShouldBe($"history?q={RecordedRuns.Question.Tables[0].Name}");
    }

    [Fact]
    public void What_an_endpoint_can_do_is_listed_with_what_was_not_tried()
    {
        var known = new EndpointKnowledge
        {
            Endpoint = "host:8000/v1",
            Model = "qwen3",
            Family = "vLLM",
            MaxBatch = 8,
            Streams = true,
            Continues = false,
            Refused = ["top_k"],
        };
        var state = new EndpointState("host:8000", "qwen3", 5, 3, 2, 16, 412, HeldBack: null, ServerWaiting: 4, Problem: null);

        var list = Render<EndpointList>(
            parameters => parameters.Add(
                static list => list.Endpoints,
                new ModelEndpointsReport(
                    new Dictionary<string, IReadOnlyList<EndpointState>>(StringComparer.Ordinal) { ["worker-1"] = [state] }, [known])));

        var facts = list.FindAll(".facts div").ToDictionary(
            static fact => fact.QuerySelector("dt")!.TextContent, static fact => fact.QuerySelector("dd")!.TextContent, StringComparer.Ordinal);
        facts["Samples in one request"].ShouldBe("at most 8");
        facts["Streams replies"].ShouldBe("yes");
        facts["Continues a started reply"].ShouldBe("no");
        facts["Same seed, same text"].ShouldBe("not tried yet");
        facts["Fields it refused"].ShouldBe("top_k");
        list.FindAll("tbody tr > *").Select(static cell => cell.TextContent).ShouldBe(["worker-1", "host:8000", "3", "6", "16", "412"]);
    }

    private static Task UploadAsync(IRenderedComponent<Ask> page, string? key) => page.InvokeAsync(
        () => page.FindComponent<TableDrop>().Instance.Finished(
            new UploadReply([new("t-a", "sales", [], 0) { HeaderRow = 3, RowsAbove = ["Report of 2023", "Region · Sold"] }], Problem: null)
            {
                Source = "sales.csv",
                Key = key,
            }));
}
