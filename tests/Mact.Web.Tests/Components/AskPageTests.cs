using System.Text.Json;
using Bunit;
using Mact.Web.Components.Ask;
using Mact.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Web.Tests.Components;

public sealed class AskPageTests : PageTestBase
{
    [Theory]
    [InlineData(true, "quick")]
    [InlineData(false, "standard")]
    public void With_a_small_model_on_this_computer_the_dial_begins_at_few_samples(bool isLocal, string effort)
    {
        Api.StandIn = !isLocal;
        Api.LocalModel = isLocal ? """{"state":"ready","name":"Small-0.5B","folder":"/m","files":[]}""" : null;

        var page = Open();

        page.WaitForAssertion(() => Api.Reads.ShouldContain("/system"));
        page.WaitForAssertion(() => page.Find(".effort input[checked]").GetAttribute("value").ShouldBe(effort));
    }

    [Fact]
    public async Task Without_a_table_the_page_says_what_to_do_and_asks_nothing()
    {
        var page = Open();
        await page.ChangeAsync("#question", "How many?");

        await page.ClickAsync("#ask-button");

        page.WaitForAssertion(() => page.Find(".ask > .error").TextContent.ShouldContain("Add a table first"));
        Api.Asked.ShouldBeEmpty();
    }

    [Fact]
    public void The_stand_in_is_called_what_it_is()
    {
        var page = Open();

        page.WaitForAssertion(() => TextOf(page.Find(".notice")).ShouldContain("not a language model"));
        page.Markup.ShouldContain("until the stack stops");
    }

    [Fact]
    public void With_a_real_model_nothing_is_said_of_a_stand_in()
    {
        Api.StandIn = false;

        var page = Open();

        page.WaitForAssertion(() => page.Markup.ShouldContain("until the stack stops"));
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
        await page.ChangeAsync("input[value=thorough]", "thorough");
        await page.ChangeAsync("#question", "Which city gained the most?");

        await page.ClickAsync("#ask-button");

        page.WaitForAssertion(() => Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("questions/" + RecordedRuns.Id));
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

        await page.InvokeAsync(() => page.FindComponent<TableDrop>().Instance.Refused("tooLarge", "big.csv", 30 * 1024 * 1024));

        page.Find(".drop .error").TextContent.ShouldStartWith("big.csv has 30 MB; the limit is 20 MB for one table. It was not sent.");
    }

    [Fact]
    public async Task Of_several_files_each_that_is_no_table_is_named_until_others_are_sent()
    {
        var page = Open();
        var drop = page.FindComponent<TableDrop>().Instance;

        await page.InvokeAsync(drop.Began);
        await page.InvokeAsync(() => drop.Refused("folder", "reports", 0));
        await page.InvokeAsync(() => drop.Started("broken.xlsx", 40));
        await page.InvokeAsync(() => drop.Finished(new UploadReply([], "The table cannot be read.") { Source = "broken.xlsx" }));
        await page.InvokeAsync(() => drop.Refused("empty", "empty.csv", 0));
        await page.InvokeAsync(() => drop.Started("cities.csv", 90));
        await UploadAsync(page);

        page.FindAll(".drop .error").Select(static problem => problem.TextContent).ShouldBe(
            [
                "reports is a folder. Drop the files that are in it.", "broken.xlsx: The table cannot be read.",
                "empty.csv is empty. Choose a file with column names in the first row and rows below it.",
            ]);
        page.FindAll(".file-chip").Count.ShouldBe(1);
        await page.InvokeAsync(drop.Began);
        page.FindAll(".drop .error").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_there_already_shows_where_it_is()
    {
        var page = Open();
        await UploadAsync(page);
        var chip = page.Find(".file-chip-name").Id;

        await UploadAsync(page);

        page.FindAll(".file-chip").Count.ShouldBe(1);
        page.WaitForAssertion(() => JSInterop.Invocations["mact.show"].Count.ShouldBe(2));
        JSInterop.Invocations["mact.show"].Select(static call => (string?)call.Arguments[0]).ShouldAllBe(id => id == chip);
    }

    [Fact]
    public async Task Example_questions_an_estimate_and_what_was_not_understood_come_with_the_table()
    {
        var page = Open();

        page.Find("#question").GetAttribute("placeholder").ShouldBe("Who won the most stages?", "the first example's, which a click answers");
        await UploadAsync(page);

        page.WaitForAssertion(
            () => page.FindAll(".suggested .chip").Select(static chip => chip.TextContent).ShouldContain("How many rows have country Portugal?"));
        TextOf(page.Find(".estimate")).ShouldMatch("Roughly [0-9,]+ to [0-9,]+ tokens");
        TextOf(page.Find(".unread")).ShouldContain("visitors_2023 (number): 1, for example “3 (tie)”");
        page.Find("#question").GetAttribute("placeholder").ShouldBe("Which city has the most visitors 2023?");
        await page.ClickAsync(".suggested .chip");
        page.WaitForAssertion(() => page.Find("#question").GetAttribute("value").ShouldBe("Which city has the most visitors 2023?"));
    }

    [Fact]
    public async Task A_column_type_is_changed_from_the_table_as_it_was_read_and_can_be_taken_back()
    {
        var page = Open();
        await UploadAsync(page);

        await page.UnfoldAsync(".corrections");
        await page.ChangeAsync(".types select", "text", 2);

        page.WaitForAssertion(() => TextOf(page.Find(".table-card")).ShouldContain("visits"));
        using var sent = JsonDocument.Parse(Api.Corrections.ShouldHaveSingleItem());
        sent.RootElement.GetProperty("headerRow").GetInt32().ShouldBe(1);
        sent.RootElement.GetProperty("types").EnumerateArray().Select(static type => type.GetString()).ShouldBe(["text", "text", "text", "integer"]);

        await page.PressAsync("As it was read", ".corrections button");
        page.WaitForAssertion(() => TextOf(page.Find(".table-card")).ShouldContain("visitors_2019"));
    }

    [Fact]
    public async Task A_header_row_that_does_not_exist_is_refused_in_words()
    {
        var page = Open();
        await UploadAsync(page);

        await page.UnfoldAsync(".corrections");
        await page.ChangeAsync(".corrections input", "99");

        page.WaitForAssertion(() => page.Find(".corrections .error").TextContent.ShouldContain("There is no such row. headerRow is 99"));
    }

    [Fact]
    public async Task Sheets_can_be_left_out_and_skipped_ones_say_why()
    {
        var page = Open();

        await page.InvokeAsync(
            () =>
                page.FindComponent<TableDrop>().Instance.Finished(
                    new UploadReply([new("t-a", "sales", [], 0), new("t-b", "staff", [], 0)], Problem: null)
                    {
                        Source = "book.xlsx",
                        Skipped = [new("Notes", "empty", "The sheet \"Notes\" is empty.")],
                    }));

        page.WaitForAssertion(() => page.FindAll(".table-card").Count.ShouldBe(2));
        TextOf(page.Find(".workbook")).ShouldContain("Sheets of book.xlsx");
        TextOf(page.Find(".skipped")).ShouldContain("Notes was left out: The sheet \"Notes\" is empty.");
        page.WaitForAssertion(() => TextOf(page.Find(".joins")).ShouldContain("visits.city = cities.city 3 of 4 values match"));

        await page.ChangeAsync(".workbook input", false);
        page.WaitForAssertion(() => page.FindAll(".table-card").Count.ShouldBe(1));
        page.Find(".table-card .name-input").GetAttribute("value").ShouldBe("staff");
        page.WaitForAssertion(() => page.FindAll(".joins").ShouldBeEmpty());
    }

    [Theory]
    [InlineData("The table cannot be read. The workbook is protected by a password. Save it without one and send it again.")]
    [InlineData("The table cannot be read. This is a PDF, not delimited text. Copy the table out of it, or export it as CSV.")]
    [InlineData("The table is too large. The table has 200000 rows; at most 100000 are taken. Filter or split it.")]
    public async Task An_upload_that_gave_nothing_says_what_to_do(string problem)
    {
        var page = Open();

        await page.InvokeAsync(() => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply([], problem)));

        page.Find(".drop .error").TextContent.ShouldBe(problem);
        page.FindAll(".table-card").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_encoding_that_was_found_is_named()
    {
        var page = Open();

        await page.InvokeAsync(() => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply(
            [
                new(
                    "t-cities",
                    "cities",
                    [new TableRepair("encoding", "The source is not UTF-8; it was read as Windows-1252. Check letters with accents.")],
                    1),
            ],
            Problem: null)));

        TextOf(page.Find(".repairs")).ShouldContain("it was read as Windows-1252");
    }

    [Fact]
    public async Task An_empty_table_says_what_to_check()
    {
        Api.Table = """{"id":"t-empty","name":"empty","columns":[{"name":"a","originalName":"a","type":"text"}],"rowCount":0,"repairs":[]}""";
        var page = Open();

        await page.InvokeAsync(
            () => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply([new("t-empty", "empty", [], 0)], Problem: null)));

        TextOf(page.Find(".table-card .notice-warn")).ShouldContain("Check that the first line holds the column names");
    }

    [Fact]
    public async Task Three_hundred_columns_are_shown_in_windows_with_a_way_to_the_others()
    {
        Api.Table = $$"""{"id":"t-wide","name":"wide","columns":[{{string.Join(',', Enumerable.Range(1, 300).Select(static number => $"{{\"name\":\"c{number}\",\"originalName\":\"c{number}\",\"type\":\"text\"}}"))}}],"rowCount":50000,"repairs":[]}""";
        var page = Open();

        await page.InvokeAsync(
            () => page.FindComponent<TableDrop>().Instance.Finished(new UploadReply([new("t-wide", "wide", [], 0)], Problem: null)));

        TextOf(page.Find(".table-card")).ShouldContain("50,000 rows · 300 columns");
        page.FindAll(".table-card th").Count.ShouldBe(31);
        TextOf(page.Find(".grid-columns")).ShouldContain("Columns 1 to 30 of 300");
        await page.ClickAsync(".grid-columns button", 1);
        page.WaitForAssertion(() => TextOf(page.Find(".grid-columns")).ShouldContain("Columns 31 to 60 of 300"));
    }

    private static Task UploadAsync(IRenderedComponent<Web.Pages.Ask> page) => page.InvokeAsync(() =>
        page.FindComponent<TableDrop>().Instance.Finished(new UploadReply(
            [new("t-cities", "cities", [new TableRepair("emptyHeader", "Column 3 had no name; it is now \"column3\".")], 1)],
            Problem: null)));

    private IRenderedComponent<Web.Pages.Ask> Open()
    {
        var page = Render<Web.Pages.Ask>();
        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldNotBeEmpty());
        return page;
    }
}
