using Bunit;
using Mact.Web.Components.Ask;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

/// <summary>What was entered outlives a reload, a change of language and a restart of the server: the tab keeps it.</summary>
public sealed class DraftTests : PageTestBase
{
    [Fact]
    public async Task Tables_question_and_settings_are_kept_and_come_back()
    {
        var page = Open();
        await page.InvokeAsync(
            () => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply([new("t-cities", "cities", [], 0)], Problem: null)));
        await page.ChangeAsync("#question", "How many?");
        await page.ChangeAsync("input[value=thorough]", "thorough");
        await page.ChangeAsync(".name-input", "places");
        page.WaitForAssertion(
            () => JSInterop.Invocations["mact.keepDraft"][^1].Arguments[0].ShouldBeOfType<string>().ShouldContain("\"places\""));
        var kept = JSInterop.Invocations["mact.keepDraft"][^1].Arguments.Cast<string>().ToArray();
        await DisposeComponentsAsync();

        JSInterop.Setup<string?[]?>("mact.keptDraft").SetResult(kept);
        var again = Open();

        again.WaitForAssertion(() => again.Find(".name-input").GetAttribute("value").ShouldBe("places"));
        again.Find("#question").GetAttribute("value").ShouldBe("How many?");
        again.Find(".segment.on").TextContent.Trim().ShouldBe("Thorough");
        TextOf(again.Find(".file-chip")).ShouldStartWith("places 4 rows");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    [InlineData("{\"tables\":[{\"source\":\"gone\",\"id\":\"gone\",\"name\":\"x\",\"headerRow\":1}],\"options\":{}}")]
    public void A_draft_that_cannot_be_read_or_whose_table_is_gone_leaves_a_page_that_works(string? draft)
    {
        JSInterop.Setup<string?[]?>("mact.keptDraft").SetResult([draft, "How many?", null]);

        var page = Open();

        page.WaitForAssertion(() => page.Find("#question").GetAttribute("value").ShouldBe("How many?"));
        page.FindAll(".table-card").ShouldBeEmpty();
        page.Find("#ask-button").HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public async Task Starting_afresh_takes_everything_off()
    {
        var page = Open();
        await page.InvokeAsync(
            () => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply([new("t-cities", "cities", [], 0)], Problem: null)));

        await page.PressAsync("Start afresh");

        page.WaitForAssertion(() => page.FindAll(".table-card").ShouldBeEmpty());
        page.FindAll(".file-chip").ShouldBeEmpty();
    }

    private IRenderedComponent<Web.Pages.Ask> Open()
    {
        var page = Render<Web.Pages.Ask>();
        page.WaitForAssertion(() => page.Find("#ask-button").HasAttribute("disabled").ShouldBeFalse());
        return page;
    }
}
