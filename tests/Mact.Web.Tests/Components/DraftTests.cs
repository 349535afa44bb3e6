using System.Text.Json;
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
    public void A_table_that_is_no_longer_stored_is_sent_again_by_the_browser_that_keeps_it()
    {
        JSInterop.Setup<string?[]?>("mact.keptDraft").SetResult([Draft("gone", "kept-1"), "How many?", null]);
        var sent = JSInterop.Setup<UploadReply?>("mact.readAgain", static _ => true);
        sent.SetResult(new([new("t-again", "cities", [], 0)], Problem: null));
        JSInterop.Setup<UploadedTable?>("mact.told", static _ => true).SetResult(
            new("t-again", "cities", [new TableRepair("totalsKept", "The last row is kept.")], 1));

        var page = Open();

        page.WaitForAssertion(() => TextOf(page.Find(".file-chip")).ShouldBe("places 4 rows2 notes"));
        sent.Invocations.ShouldHaveSingleItem().Arguments[0].ShouldBe("kept-1");
        ((Dictionary<string, string>)sent.Invocations.Single().Arguments[2]!)["numberFormat"].ShouldBe("decimalComma");
        TextOf(page.Find(".repairs")).ShouldContain("The last row is kept.");
        page.FindAll(".gone").ShouldBeEmpty();
    }

    [Fact]
    public void A_correction_that_is_no_longer_stored_is_made_again()
    {
        JSInterop.Setup<string?[]?>("mact.keptDraft").SetResult([Draft("t-cities", "kept-1"), "How many?", null]);

        var page = Open();

        page.WaitForAssertion(() => Api.Corrections.ShouldNotBeEmpty());
        using var made = JsonDocument.Parse(Api.Corrections.ShouldHaveSingleItem());
        made.RootElement.GetProperty("headerRow").GetInt32().ShouldBe(2);
        made.RootElement.GetProperty("types").EnumerateArray().Select(static type => type.GetString()).ShouldBe(["text", "text"]);
    }

    [Fact]
    public void A_table_that_nobody_has_any_more_is_named()
    {
        JSInterop.Setup<string?[]?>("mact.keptDraft").SetResult([Draft("gone", key: null), "How many?", null]);

        var page = Open();

        page.WaitForAssertion(
            () => TextOf(page.Find(".gone")).ShouldBe("No longer stored: places. Drop the file once more, or ask without it."));
    }

    [Fact]
    public async Task While_the_api_is_away_the_draft_stays_as_it_was_kept_and_comes_back_on_a_click()
    {
        JSInterop.Setup<string?[]?>("mact.keptDraft").SetResult([Draft("t-cities", key: null), "How many?", null]);
        Api.IsAway = true;
        var page = Open();
        page.WaitForAssertion(() => page.Find(".notice-bad"));
        JSInterop.Invocations["mact.keepDraft"].ShouldBeEmpty();

        Api.IsAway = false;
        await page.PressAsync("Try again");

        page.WaitForAssertion(() => TextOf(page.Find(".file-chip")).ShouldStartWith("places"));
        page.FindAll(".notice-bad").ShouldBeEmpty();
        page.WaitForAssertion(() => JSInterop.Invocations["mact.keepDraft"].ShouldNotBeEmpty());
    }

    [Fact]
    public async Task Starting_afresh_takes_everything_off()
    {
        var page = Open();
        await page.InvokeAsync(
            () => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply([new("t-cities", "cities", [], 0)], Problem: null)));

        await page.PressAsync("Start over");

        page.WaitForAssertion(() => page.FindAll(".table-card").ShouldBeEmpty());
        page.FindAll(".file-chip").ShouldBeEmpty();
    }

    private static string Draft(string source, string? key) => new AskDraft(
        [
            new(source, "corrected-" + source, "places", 2)
            {
                Key = key,
                Types = ["text", "text"],
                Reading = ReadingOptions.None with { NumberFormat = "decimalComma" },
            },
        ],
        Effort.Default.Options).ToJson();

    private IRenderedComponent<Web.Pages.Ask> Open()
    {
        var page = Render<Web.Pages.Ask>();
        page.WaitForAssertion(() => page.Find("#ask-button").HasAttribute("disabled").ShouldBeFalse());
        return page;
    }
}
