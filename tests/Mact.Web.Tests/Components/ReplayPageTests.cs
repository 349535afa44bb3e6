using Bunit;
using Mact.Web.Pages;
using Mact.Web.Tests.Replay;
using Mact.Web.Tests.Support;
using Microsoft.AspNetCore.Components.Forms;

namespace Mact.Web.Tests.Components;

public sealed class ReplayPageTests : PageTestBase
{
    [Fact]
    public async Task A_run_from_a_file_is_shown_from_its_records_and_nothing_is_asked_of_the_api()
    {
        var page = Load(RunFileReaderTests.Export(RecordedRuns.Answered));

        page.WaitForAssertion(() => page.Find(".answer-text").TextContent.ShouldBe("Porto"));
        page.Find(".agreement-words").TextContent.ShouldContain("3 of 5 programs");
        page.FindAll(".step").Count.ShouldBe(2);

        await page.ClickAsync(".section-tab", 1);
        page.WaitForAssertion(() => TextOf(page.Find("section[aria-labelledby=evidence-heading]")).ShouldContain("nothing is sent"));
        page.FindAll("button").Single(static button => button.TextContent.Trim() == "Run").HasAttribute("disabled").ShouldBeTrue();

        await page.ClickAsync(".section-tab", 2);
        page.WaitForAssertion(
            () => page.FindAll(".grid.numbers tbody tr").Count.ShouldBe(RecordedRuns.Answered.Count(static stored => stored.Record is ModelCall)));
        page.FindAll("a[download]").ShouldBeEmpty();
        Api.Programs.ShouldBeEmpty();
    }

    [Fact]
    public void Another_file_is_refused_in_words()
    {
        var page = Load("{}");

        page.WaitForAssertion(() => page.Markup.ShouldContain("This file cannot be replayed"));
    }

    private IRenderedComponent<ReplayPage> Load(string text)
    {
        var page = Render<ReplayPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, "run.json"));
        return page;
    }
}
