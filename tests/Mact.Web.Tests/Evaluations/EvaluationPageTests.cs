using Bunit;
using Mact.Evaluation.Reporting;
using Mact.Evaluation.Stored;
using Mact.Web.Components.Shared;
using Mact.Web.Pages;
using Mact.Web.Tests.Components;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Evaluations;

public sealed class EvaluationPageTests : PageTestBase
{
    public static TheoryData<string, string, string, string> States => new()
    {
        { "empty", "Running", "The first questions are being answered.", "Pause,Cancel" },
        { "running", "Running", "people who ask in the meantime come first", "Pause,Cancel" },
        { "paused", "Paused", "No more questions are submitted", "Resume,Cancel" },
        { "cancelling", "Cancelling", "being cancelled", "" },
        { "cancelled", "Cancelled", "ended before all questions were answered", "" },
        { "finished", "Finished", "Every row has its result", "" },
        { "failed", "Failed", "No question could be run", "" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_is_shown_in_words_with_what_can_be_done(string state, string label, string now, string buttons)
    {
        var page = Show(
            state switch
            {
                "empty" => RecordedEvaluations.Empty,
                "running" => RecordedEvaluations.Running,
                "paused" => RecordedEvaluations.In(EvaluationStatus.Paused),
                "cancelling" => RecordedEvaluations.In(EvaluationStatus.Cancelling),
                "cancelled" => RecordedEvaluations.In(EvaluationStatus.Cancelled),
                "failed" => RecordedEvaluations.AllFailed,
                _ => RecordedEvaluations.Finished,
            },
            state == "empty" ? [] : RecordedEvaluations.Results);

        page.Find(".badge").TextContent.ShouldBe(label);
        TextOf(page.Find(".progress-card")).ShouldContain(now);
        page.Find("progress").GetAttribute("value").ShouldBe(state switch { "empty" => "0", "running" => "8", _ => "11" });
        page.FindAll(".run-actions .btn").Select(TextOf).ShouldBe(buttons.Split(',', StringSplitOptions.RemoveEmptyEntries));
        page.FindAll(".tile").Count.ShouldBe(state == "empty" ? 0 : 5);
        TextOf(page).Contains("There is no result yet", StringComparison.Ordinal).ShouldBe(state == "empty");
    }

    [Fact]
    public void The_report_shows_the_figures_of_the_stored_results()
    {
        var page = Show(RecordedEvaluations.Finished, RecordedEvaluations.Results);
        var report = ReportBuilder.Build("agent", RecordedEvaluations.Results, 75);

        report.Accuracy.ShouldBe(new(6, 10));
        page.FindAll(".tile").Select(TextOf).ShouldBe(
        [
            "60.0 %Accuracy · 6 / 1095 % interval 31.3 – 83.2 %",
            "80.0 %Answered (coverage)8 / 10",
            "75.0 %Right among the answered95 % interval 40.9 – 92.9 %",
            "0.0100Costin the currency of the prices",
            "5.0 sLatency, median95 %: 10.0 s",
        ]);
        TextOf(page).ShouldContain("Rows left out: 1");
        page.FindAll("#types-heading ~ ul .bar-value").Select(TextOf).ShouldBe(["60.0 % 3 / 5 · 23.1 – 88.2 %", "60.0 % 3 / 5 · 23.1 – 88.2 %"]);
        page.FindAll("#outcomes-heading ~ ul li").Select(TextOf).ShouldBe(["Answered 80.0 % 8 / 10", "Halted 10.0 % 1 / 10", "Failed 10.0 % 1 / 10"]);
        page.FindAll("#steps-heading ~ ul .bar-value b").Select(TextOf).ShouldBe(["10.0 %", "80.0 %", "10.0 %"]);
        TextOf(page.Find("#effort-heading ~ dl")).ShouldBe(
            "Requests30 Tokens in10,000 Tokens out1,000 Wall time1 min 15 s Samples saved0 Mean partial credit60.0 %Finish reasonsstop 90, length "
                + "10 Modelmact-table-reader");
        page.FindAll("#effort-heading ~ div tbody tr")
            .Select(TextOf)
            .ShouldBe(["Latency of a question5.5 s5.0 s9.0 s10.0 s10.0 s10.0 s", "Vote margin0.500.500.500.500.500.50"]);
    }

    [Fact]
    public void The_calibration_curve_has_a_title_a_description_and_a_table()
    {
        var page = Show(RecordedEvaluations.Finished, RecordedEvaluations.Results);

        var chart = page.Find(".plot");
        chart.GetAttribute("role").ShouldBe("img");
        chart.GetAttribute("aria-labelledby").ShouldBe("calibration-title calibration-desc");
        page.Find("#calibration-title").TextContent.ShouldBe("Accuracy against agreement");
        page.Find("#calibration-desc").TextContent.ShouldBe(
            "At an agreement of at least 100 %: 40.0 % of the questions answered, 100.0 % of these right. At an agreement of at least 60 %: 80.0 % "
                + "of the questions answered, 75.0 % of these right.");
        chart.QuerySelectorAll(".dot-exact").Length.ShouldBe(2);
        page.FindAll(".chart tbody tr")
            .Select(TextOf)
            .ShouldBe(["1.00 40.0 % (4 / 10)100.0 % (4 / 4)100.0 % (4 / 4)", "0.60 80.0 % (8 / 10)75.0 % (6 / 8)50.0 % (2 / 4)"]);
    }

    [Fact]
    public void Where_every_answer_agrees_alike_the_page_says_that_this_tells_nothing() =>
        TextOf(Show(RecordedEvaluations.Finished, [.. RecordedEvaluations.Results.Take(4)])).ShouldContain("Every answer has the same agreement");

    [Fact]
    public void The_stand_in_is_named() =>
        TextOf(Show(RecordedEvaluations.Finished, RecordedEvaluations.Results).Find(".notice")).ShouldContain("not a language model");

    [Fact]
    public void A_replay_says_that_no_model_was_asked_and_leads_to_what_it_replays()
    {
        var page = Show(
            RecordedEvaluations.Finished with { Definition = RecordedEvaluations.Finished.Definition with { ReplayOf = "earlier" } },
            [
                .. RecordedEvaluations.Results.Select(
                    static item => item with { Figures = item.Figures is null ? null : item.Figures with { Replayed = new(2, 300, 40, 0) } }),
            ]);

        TextOf(page.FindAll(".notice")[1]).ShouldContain("Recording them took 20 requests and 3,400 tokens");
        page.Find(".run-meta a").GetAttribute("href").ShouldBe("evaluations/earlier");
    }

    [Fact]
    public async Task Arms_are_switched_by_a_button()
    {
        var page = Show(
            RecordedEvaluations.Finished with { Definition = RecordedEvaluations.Definition(RecordedEvaluations.Id, "agent", "sql") },
            [.. RecordedEvaluations.Results, .. RecordedEvaluations.Of("sql", 3)]);

        await page.ClickAsync(".arms button", 1);

        page.WaitForAssertion(
            () => page.FindAll(".arms button").Select(static button => button.GetAttribute("aria-pressed")).ShouldBe(["false", "true"]));
        TextOf(page.Find(".tile-lead")).ShouldStartWith("30.0 %");
    }

    [Fact]
    public async Task Pause_resume_and_cancel_reach_the_api()
    {
        var page = Show(RecordedEvaluations.Running, RecordedEvaluations.Results);

        await PressAsync(page, "Pause");
        page.WaitForAssertion(() => page.Find(".badge").TextContent.ShouldBe("Paused"));
        await PressAsync(page, "Resume");
        page.WaitForAssertion(() => page.Find(".badge").TextContent.ShouldBe("Running"));
        await PressAsync(page, "Cancel");
        page.WaitForAssertion(() => page.Find(".badge").TextContent.ShouldBe("Cancelling"));

        Api.Evaluations.Changes.ShouldBe([$"pause {RecordedEvaluations.Id}", $"resume {RecordedEvaluations.Id}", $"cancel {RecordedEvaluations.Id}"]);
    }

    [Fact]
    public async Task Deleting_asks_first_and_leads_back_to_the_list()
    {
        var dialogs = Render<MessageHost>();
        var page = Show(RecordedEvaluations.Finished, RecordedEvaluations.Results);

        var deleting = page.ClickAsync(".run-actions .icon-btn");
        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("This cannot be undone."));
        Api.Evaluations.Changes.ShouldBeEmpty();
        await dialogs.PressAsync("Delete");
        await deleting;

        page.WaitForAssertion(() => Api.Evaluations.Changes.ShouldBe([$"delete {RecordedEvaluations.Id}"]));
    }

    [Fact]
    public async Task Items_are_filtered_by_the_api_and_lead_to_their_runs()
    {
        var page = Show(RecordedEvaluations.Finished, RecordedEvaluations.Results, "items");
        page.WaitForAssertion(() => page.FindAll(".items li").Count.ShouldBe(11));

        await page.ChangeAsync("select", "Wrong");

        page.WaitForAssertion(() => page.FindAll(".items li").Count.ShouldBe(2));
        page.Find(".items .q").GetAttribute("href").ShouldBe("questions/q-agent-7");
        TextOf(page.Find(".items li")).ShouldContain("'Porto' was expected.");
        await page.ChangeAsync("select", "answered", 1);
        await page.ChangeAsync("select", "count", 2);
        await page.ChangeAsync("input[type=search]", "a & b");
        page.WaitForAssertion(
            () => Api.Evaluations.Listed.ShouldContain("?offset=0&limit=25&arm=agent&verdict=wrong&outcome=answered&type=count&search=a%20%26%20b"));
        page.WaitForAssertion(() => page.Find("[role=status].small").TextContent.ShouldBe("0 questions match."));
    }

    [Fact]
    public void A_bad_row_says_its_number_and_reason()
    {
        var page = Show(RecordedEvaluations.Finished, RecordedEvaluations.Results, "items");

        page.WaitForAssertion(
            () => TextOf(page.FindAll(".items li")[10]).ShouldBe("Row 11The line is not JSON: 'b' is invalid.Bad row Row 11"));
    }

    [Fact]
    public void Settings_lead_to_exports_and_comparisons()
    {
        var page = Show(RecordedEvaluations.Finished, RecordedEvaluations.Results, "settings");

        page.FindAll("a[download]").Select(static link => link.GetAttribute("href")).ShouldBe(
            [
                $"/export/evaluations/{RecordedEvaluations.Id}/csv",
                $"/export/evaluations/{RecordedEvaluations.Id}/json",
                $"/export/evaluations/{RecordedEvaluations.Id}/markdown",
            ]);
        page.FindAll("tbody tr").Select(TextOf).ShouldContain("Plans per step5");
    }

    [Fact]
    public void An_unknown_evaluation_is_said_to_be_unknown()
    {
        var page = Render<EvaluationPage>(static parameters => parameters.Add(static one => one.Id, "none"));

        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe("There is no such evaluation"));
    }

    [Fact]
    public void An_api_that_fails_is_said_in_words()
    {
        Api.Evaluations.Trouble = 503;
        var page = Render<EvaluationPage>(static parameters => parameters.Add(static one => one.Id, RecordedEvaluations.Id));

        page.WaitForAssertion(() => TextOf(page.Find("[role=alert]")).ShouldBe("The store is awayThe store does not answer."));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("items")]
    [InlineData("settings")]
    public void Hostile_text_never_becomes_markup(string? section)
    {
        const string hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'";
        var page = Show(
            RecordedEvaluations.Finished with
            {
                Definition = RecordedEvaluations.Finished.Definition with { Name = hostile, FileName = hostile },
                Models = [hostile],
            },
            [
                .. RecordedEvaluations.Results.Select(
                    static item => item with { Question = hostile, Type = hostile, Reason = hostile, Answer = [hostile], Expected = [hostile] }),
            ],
            section,
            hostile);

        page.FindAll("script").ShouldBeEmpty();
        page.FindAll("img").ShouldBeEmpty();
        page.FindAll("[onerror]").ShouldBeEmpty();
    }

    private static Task PressAsync(IRenderedComponent<EvaluationPage> page, string label) =>
        page.PressAsync(label, ".run-actions .btn");

    private IRenderedComponent<EvaluationPage> Show(
        StoredEvaluation evaluation, IReadOnlyList<ItemResult> results, string? section = null, string name = "Questions about cities")
    {
        Api.Evaluations.Add(evaluation, results);
        var page = Render<EvaluationPage>(
            parameters => parameters.Add(static one => one.Id, RecordedEvaluations.Id).Add(static one => one.Section, section));
        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe(name));
        return page;
    }
}
