using System.Text.Json;
using Bunit;
using Mact.Core.Tables;
using Mact.Web.Components.Ask;
using Mact.Web.Tests.Support;
using Mact.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Web.Tests.Components;

public sealed class AskPageTests : PageTestBase
{
    [Fact]
    public void Without_a_table_the_page_says_what_to_do_and_asks_nothing()
    {
        var page = Open();
        page.Find("#question").Change("How many?");

        page.Find("#ask-button").Click();

        page.WaitForAssertion(() => page.Find(".ask > .error").TextContent.ShouldContain("Add a table first"), Patience);
        Api.Asked.ShouldBeEmpty();
    }

    [Fact]
    public void The_stand_in_is_called_what_it_is()
    {
        var page = Open();

        page.WaitForAssertion(() => TextOf(page.Find(".notice")).ShouldContain("not a language model"), Patience);
        page.Markup.ShouldContain("until the stack stops");
    }

    [Fact]
    public void With_a_real_model_nothing_is_said_of_a_stand_in()
    {
        Api.StandIn = false;

        var page = Open();

        page.WaitForAssertion(() => page.Markup.ShouldContain("until the stack stops"), Patience);
        page.FindAll(".notice").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_becomes_a_preview_with_types_and_repairs()
    {
        var page = Open();

        await UploadAsync(page);

        var card = page.Find(".table-card");
        TextOf(card).ShouldContain("4 rows · 4 columns");
        TextOf(card).ShouldContain("Column 3 had no name");
        card.QuerySelectorAll(".type").Select(static type => type.TextContent).ShouldBe(["text", "text", "whole", "whole"]);
        card.QuerySelector(".name-input")!.GetAttribute("value").ShouldBe("cities");
    }

    [Fact]
    public async Task A_question_is_sent_with_its_tables_and_the_settings_of_the_dial()
    {
        var page = Open();
        await UploadAsync(page);
        page.Find("input[value=thorough]").Change("thorough");
        page.Find("#question").Change("Which city gained the most?");

        page.Find("#ask-button").Click();

        page.WaitForAssertion(() => Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("questions/" + RecordedRuns.Id), Patience);
        using var sent = JsonDocument.Parse(Api.Asked.ShouldHaveSingleItem());
        sent.RootElement.GetProperty("question").GetString().ShouldBe("Which city gained the most?");
        sent.RootElement.GetProperty("tables")[0].GetProperty("id").GetString().ShouldBe("t-cities");
        sent.RootElement.GetProperty("options").GetProperty("planSamples").GetInt32().ShouldBe(9);
        sent.RootElement.GetProperty("options").GetProperty("shortcut").GetString().ShouldBe("off");
    }

    [Fact]
    public async Task The_same_upload_twice_is_one_table()
    {
        var page = Open();

        await UploadAsync(page);
        await UploadAsync(page);

        page.FindAll(".table-card").Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_refused_is_said_in_words()
    {
        var page = Open();

        await page.InvokeAsync(() => page.FindComponent<TableDrop>().Instance.Refused("big.csv has 30 MB; the limit is 20 MB."));

        page.Find(".drop .error").TextContent.ShouldContain("the limit is 20 MB");
    }

    private static Task UploadAsync(IRenderedComponent<Web.Components.Pages.Ask> page) => page.InvokeAsync(() =>
        page.FindComponent<TableDrop>().Instance.Finished(new UploadReply(
            [new("t-cities", "cities", [new TableRepair("emptyHeader", "Column 3 had no name; it is now \"column3\".")], 1)],
            Problem: null)));

    private IRenderedComponent<Web.Components.Pages.Ask> Open()
    {
        var page = Render<Web.Components.Pages.Ask>();
        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldNotBeEmpty(), Patience);
        return page;
    }
}
