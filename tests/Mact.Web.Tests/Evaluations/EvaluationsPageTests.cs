using Bunit;
using Mact.Web.Components.Shared;
using Mact.Web.Pages;
using Mact.Web.Tests.Components;
using Mact.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Web.Tests.Evaluations;

public sealed class EvaluationsPageTests : PageTestBase
{
    [Fact]
    public void The_list_shows_name_state_progress_accuracy_cost_and_model()
    {
        Api.Evaluations.Add(RecordedEvaluations.Running, RecordedEvaluations.Results);

        var page = Render<EvaluationsPage>();

        page.WaitForAssertion(() => page.Find(".history .q").GetAttribute("href").ShouldBe($"evaluations/{RecordedEvaluations.Id}"));
        var text = TextOf(page.Find(".history li"));
        text.ShouldStartWith("Questions about citiesAgent: 60.0 % Right · 6 / 10 · Cost 0.0123Running 8 of 11 questions");
        text.ShouldContain("mact-table-reader");
        text.ShouldContain("cities.jsonl");
        page.Find(".history progress").GetAttribute("value").ShouldBe("8");
    }

    [Fact]
    public void An_empty_list_says_what_to_do()
    {
        var page = Render<EvaluationsPage>();

        page.WaitForAssertion(() => page.Find(".card a").GetAttribute("href").ShouldBe("evaluations/new"));
    }

    [Fact]
    public void An_api_that_fails_is_said_in_words()
    {
        Api.Evaluations.Trouble = 503;

        var page = Render<EvaluationsPage>();

        page.WaitForAssertion(() => TextOf(page.Find("[role=alert]")).ShouldContain("The store is away"));
    }

    [Fact]
    public async Task An_evaluation_is_deleted_from_the_list_after_a_question()
    {
        var dialogs = Render<MessageHost>();
        Api.Evaluations.Add(RecordedEvaluations.In(EvaluationStatus.Finished), RecordedEvaluations.Results);
        var page = Render<EvaluationsPage>();
        page.WaitForAssertion(() => page.Find(".history li"));

        var deleting = page.ClickAsync(".history .icon-btn");
        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("This cannot be undone."));
        await dialogs.PressAsync("Delete");
        await deleting;

        page.WaitForAssertion(() => page.FindAll(".history li").ShouldBeEmpty());
        Api.Evaluations.Changes.ShouldBe([$"delete {RecordedEvaluations.Id}"]);
    }

    [Fact]
    public void Two_arms_are_compared_with_links_to_both_traces()
    {
        Api.Evaluations.Add(
            RecordedEvaluations.Finished with { Definition = RecordedEvaluations.Definition(RecordedEvaluations.Id, "agent", "sql") },
            [.. RecordedEvaluations.Results, .. RecordedEvaluations.Of("sql", 3)]);
        var id = RecordedEvaluations.Id;
        Services.GetRequiredService<NavigationManager>().NavigateTo($"evaluations/compare?a={id}&armA=agent&b={id}&armB=sql");

        var page = Render<ComparePage>();

        page.WaitForAssertion(
            () => page.Find("#verdict-heading").TextContent.ShouldBe("Chance alone could explain the difference: there is no winner."));
        TextOf(page.Find(".verdict dl")).ShouldBe(
            "First minus second, in points+30.0 p (McNemar, exact, two-sided)0.25 Questions compared10 Only in one of the two0");
        page.FindAll(".verdict tbody tr").Select(TextOf).ShouldBe(["First right33", "First wrong04"]);
        page.FindAll(".items li").Count.ShouldBe(3);
        page.FindAll(".items li")[0]
            .QuerySelectorAll("a")
            .Select(static link => link.GetAttribute("href"))
            .ShouldBe(["questions/q-agent-4/trace", "questions/q-sql-4/trace"]);
    }

    [Fact]
    public async Task A_comparison_without_a_choice_asks_for_one()
    {
        Api.Evaluations.Add(RecordedEvaluations.Finished, RecordedEvaluations.Results);

        var page = Render<ComparePage>();

        page.WaitForAssertion(() => page.FindAll("select")[0].QuerySelectorAll("option").Length.ShouldBe(2));
        await page.ChangeAsync("select", $"{RecordedEvaluations.Id}|agent");
        page.WaitForAssertion(
            () => Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith($"?a={RecordedEvaluations.Id}&armA=agent"));
    }

    [Fact]
    public void Without_evaluations_there_is_nothing_to_compare()
    {
        var page = Render<ComparePage>();

        page.WaitForAssertion(() => TextOf(page.Find(".card")).ShouldContain("There is nothing to compare yet."));
    }
}
