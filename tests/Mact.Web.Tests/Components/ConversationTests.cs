using System.Text.Json;
using Bunit;
using Mact.Web.Components.Shared;
using Mact.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Web.Tests.Components;

public sealed class ConversationTests : PageTestBase
{
    [Fact]
    public async Task A_question_follows_with_the_same_tables_and_what_came_before_as_context()
    {
        var page = Open(after: null);
        page.WaitForAssertion(() => page.FindAll(".follow-up .chip").Count.ShouldBeInRange(1, 3));
        await page.ChangeAsync("#follow-up", "And in Spain?");

        await page.ClickAsync("#follow-ask");

        page.WaitForAssertion(
            () => Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith($"questions/{RecordedRuns.Id}?after=first"));
        using var sent = JsonDocument.Parse(Api.Asked.ShouldHaveSingleItem());
        sent.RootElement.GetProperty("question").GetString().ShouldBe("And in Spain?");
        sent.RootElement.GetProperty("tables")[0].GetProperty("id").GetString().ShouldBe("t-cities");
        var context = sent.RootElement.GetProperty("context").EnumerateArray().ShouldHaveSingleItem().GetString()!;
        context.ShouldContain(RecordedRuns.Question.Text);
        context.ShouldContain("The answer was: Porto");
        context.ShouldContain(RecordedRuns.WinningSql);
    }

    [Fact]
    public async Task A_tried_question_is_asked_with_one_click()
    {
        var page = Open(after: null);
        page.WaitForAssertion(() => page.FindAll(".follow-up .chip").ShouldNotBeEmpty());
        var question = page.Find(".follow-up .chip").TextContent;

        await page.ClickAsync(".follow-up .chip");

        page.WaitForAssertion(() => Api.Asked.ShouldHaveSingleItem().ShouldContain(JsonEncodedText.Encode(question).ToString()));
        using var sent = JsonDocument.Parse(Api.Asked.Single());
        var context = sent.RootElement.GetProperty("context").EnumerateArray().ShouldHaveSingleItem().GetString()!;
        context.ShouldStartWith("Tried before it was offered, by: SELECT");
        context.ShouldContain("\nIt gave: ");
    }

    [Fact]
    public void While_a_question_runs_the_next_one_waits_for_its_answer()
    {
        Api.Runs["running"] = RecordedRuns.InFirstStep;

        var page = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, "running"));

        page.WaitForAssertion(() => page.Find("#follow-ask").HasAttribute("disabled").ShouldBeTrue());
    }

    [Fact]
    public async Task Nothing_is_sent_without_a_question()
    {
        var page = Open(after: null);

        await page.ClickAsync("#follow-ask");

        page.WaitForAssertion(() => page.Find(".follow-up .error").TextContent.ShouldBe("Write a question."));
        Api.Asked.ShouldBeEmpty();
    }

    [Fact]
    public void The_questions_before_stand_above_with_their_answers_and_keep_their_own_addresses()
    {
        (Api.Runs["one"], Api.Runs["two"]) = (RecordedRuns.Answered, RecordedRuns.NotUnderstood);

        var page = Open(after: "one.two");

        page.WaitForAssertion(() => page.FindAll(".conversation li").Count.ShouldBe(2));
        page.FindAll(".conversation .q").Select(static link => link.GetAttribute("href")).ShouldBe(["questions/one", "questions/two?after=one"]);
        page.FindAll(".conversation .q + span").Select(static answer => answer.TextContent).ShouldBe(["Porto", "Halted"]);
        page.Find(".sections a").GetAttribute("href").ShouldBe("questions/first?after=one.two");
    }

    [Fact]
    public void Only_the_question_just_before_goes_along()
    {
        var first = Conversation.Next(RunTimeline.From(RecordedRuns.Answered), "And in Spain?");
        var second = RunTimeline.From(
        [
            new StoredRecord(
                1,
                new Accepted(
                    RecordedRuns.Question with
                    {
                        Text = "And in Spain?",
                        Context = [.. first.Context!, "A note of the table."],
                    }) { Key = "accepted", At = RecordedRuns.Start }),
        ]);

        var next = Conversation.Next(second, "And in France?");

        next.Context!.Count.ShouldBe(2);
        next.Context[0].ShouldBe("A note of the table.");
        next.Context[1].ShouldContain("And in Spain?");
    }

    [Fact]
    public async Task A_question_is_deleted_from_its_own_page_after_a_question()
    {
        var host = Render<MessageHost>();
        var page = Open(after: null);

        var deleting = page.ClickAsync(".run-actions .icon-btn");
        host.WaitForAssertion(() => host.Markup.ShouldContain("This cannot be undone."));
        await host.PressAsync("Delete");
        await deleting;

        page.WaitForAssertion(() => Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/history"));
    }

    private IRenderedComponent<Web.Pages.Run> Open(string? after)
    {
        Api.Runs["first"] = RecordedRuns.Answered;
        Services.GetRequiredService<NavigationManager>().NavigateTo($"questions/first{(after is null ? string.Empty : $"?after={after}")}");
        var page = Render<Web.Pages.Run>(static parameters => parameters.Add(static page => page.Id, "first"));
        page.WaitForAssertion(() => page.Find(".follow-up"));
        return page;
    }
}
