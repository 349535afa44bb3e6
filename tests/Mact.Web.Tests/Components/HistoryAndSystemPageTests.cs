using Bunit;
using Mact.Web.Pages;
using Mact.Web.Tests.Localization;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

public sealed class HistoryAndSystemPageTests : PageTestBase
{
    [Fact]
    public void The_history_shows_answers_with_agreement_and_leads_to_the_run()
    {
        Api.Runs["q1"] = RecordedRuns.Answered;

        var page = Render<History>();

        page.WaitForAssertion(() => page.Find(".history .q").GetAttribute("href").ShouldBe("questions/q1"));
        TextOf(page.Find(".history li")).ShouldContain("3 of 5");
        page.Find(".history .a").TextContent.ShouldBe("Porto");
        page.FindAll(".history button").Count.ShouldBe(1);
    }

    [Fact]
    public void A_table_is_a_short_line_of_the_history_row_by_row()
    {
        string[] answer = ["East", "15300.75", "North", "9000", "West", "8000.5", "South", "7000"];

        ResultText.Line(answer, ["Region", "size"], Said.English).ShouldBe("4 rows: East 15,300.75; North 9,000.00; West 8,000.50; …");
        ResultText.Line(answer[..2], ["Region", "size"], Said.English).ShouldBe("East 15,300.75");
        ResultText.Line(answer, columns: null, Said.English).ShouldStartWith("East, 15300.75, North");
        ResultText.Line(["2019", "12", "2020", "9"], ["Year", "rows"], Said.Korean).ShouldBe("2행: 2019 12; 2020 9");
    }

    [Fact]
    public void A_question_that_still_runs_cannot_be_deleted()
    {
        Api.Runs["q1"] = RecordedRuns.InFirstStep;

        var page = Render<History>();

        page.WaitForAssertion(() => page.Find(".history .q"));
        page.FindAll(".history button").ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_history_says_what_to_do()
    {
        var page = Render<History>();

        page.WaitForAssertion(() => TextOf(page.Find(".card")).ShouldContain("No question has been asked yet."));
    }

    [Fact]
    public async Task Search_and_outcome_are_asked_of_the_api_and_low_agreement_is_sorted_out_here()
    {
        Api.Runs["q1"] = RecordedRuns.Answered;
        var page = Render<History>();
        page.WaitForAssertion(() => page.Find(".history .q"));

        await page.ChangeAsync("input[type=search]", "Porto & more");
        page.WaitForAssertion(
            () => Api.Listed.ShouldContain(static query => query.Contains("search=Porto%20%26%20more", StringComparison.Ordinal)));
        await page.ChangeAsync("select", "NotEnoughAgreement");
        page.WaitForAssertion(
            () => Api.Listed.ShouldContain(static query => query.Contains("status=notEnoughAgreement", StringComparison.Ordinal)));
        await page.ChangeAsync("select", "low", 3);

        page.WaitForAssertion(() => page.Markup.ShouldContain("No question matches."));
    }

    [Fact]
    public void The_system_page_shows_the_queue_as_reported()
    {
        var page = Render<SystemPage>();

        page.WaitForAssertion(
            () => page.FindAll(".tile b").Select(static tile => tile.TextContent).Take(6).ShouldBe(["2", "1", "0", "0", "3.0 s", "1"]));
    }

    [Fact]
    public async Task Model_and_time_are_asked_of_the_api()
    {
        Api.Runs["q1"] = RecordedRuns.Answered;
        var page = Render<History>();
        page.WaitForAssertion(() => page.Find(".history .q"));

        await page.ChangeAsync("select", "mact-table-reader", 1);
        page.WaitForAssertion(
            () => Api.Listed.ShouldContain(static query => query.Contains("model=mact-table-reader", StringComparison.Ordinal)));
        await page.ChangeAsync("select", "7", 2);
        page.WaitForAssertion(() => Api.Listed.ShouldContain(static query => query.Contains("since=20", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_system_page_shows_recent_tokens_latencies_and_builds()
    {
        var page = Render<SystemPage>();

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(2));
        TextOf(page.FindAll("tbody tr")[0]).ShouldBe("Model call820 ms2.4 s3.1 s");
        page.Markup.ShouldContain("34,567");
        TextOf(page.Find(".facts")).ShouldContain("Api1.0");
        page.Markup.ShouldContain("Page and Api are of different builds");
    }

    [Fact]
    public async Task A_given_up_question_can_be_put_back()
    {
        Api.Failures = """[{"id":"dead-1","question":"Why?","submittedAt":"2026-11-22T12:00:00Z","error":{"code":"x","message":"The worker crashed three times.","served":null},"dead":true}]""";
        var page = Render<SystemPage>();
        page.WaitForAssertion(() => page.Markup.ShouldContain("The worker crashed three times."));

        await page.PressAsync("Try again");

        page.WaitForAssertion(() => Api.Retried.ShouldBe(["dead-1"]));
    }
}
