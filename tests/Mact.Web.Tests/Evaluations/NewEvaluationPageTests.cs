using System.Text.Json.Nodes;
using Bunit;
using Mact.Web.Pages;
using Mact.Web.Tests.Components;
using Mact.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Web.Tests.Evaluations;

public sealed class NewEvaluationPageTests : PageTestBase
{
    private const string Good = """{"id":"ID","question":"Which city?","tables":[{"name":"cities","columns":["City"],"rows":[["Porto"]]}],"answer":["Porto"]}""";

    [Fact]
    public void Bad_rows_are_reported_before_anything_starts()
    {
        var page = Load($"{Line("a")}\n{{broken\n{Line("a")}");

        page.WaitForAssertion(
            () => page.Find("[aria-labelledby=check-heading] [role=status]").TextContent
                .ShouldBe("1 of 3 rows can be used. Format: Mact JSON Lines."));
        page.FindAll(".wrap tbody tr")
            .Select(TextOf)
            .ShouldBe(
                ["2The line is not JSON: 'b' is an invalid start of a property name. Expected a '\"'.", "3The id 'a' occurs in row 1 already."]);
        TextOf(page.Find(".samples")).ShouldBe("Which city? → Porto · cities");
        TextOf(page.Find(".start-row")).ShouldContain("1 question will be asked");
    }

    [Fact]
    public async Task What_was_entered_is_what_is_started()
    {
        var page = Load(Line("a"));
        page.WaitForAssertion(() => page.Find("#check-heading"));

        await page.ChangeAsync(".strategy input", true, 3);
        await page.ChangeAsync(".effort input[type=radio]", true);
        await page.ChangeAsync(".new-evaluation:last-of-type > .settings-grid input", "5");
        await page.ChangeAsync(".new-evaluation:last-of-type > .settings-grid input", "2", 1);
        await page.ChangeAsync(".new-evaluation:last-of-type > .settings-grid input", "7", 2);
        await StartAsync(page);

        page.WaitForAssertion(() => Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("evaluations/started"));
        var body = JsonNode.Parse(Api.Evaluations.Bodies.Last())!;
        body["name"]!.ToString().ShouldBe("mine.jsonl");
        body["data"]!.ToString().ShouldBe(Line("a"));
        body["strategies"]!.AsArray().Select(static one => one!.ToString()).ShouldBe(["agent", "sql"]);
        (body["limit"]!.GetValue<int>(), body["repeats"]!.GetValue<int>()).ShouldBe((5, 2));
        (body["options"]!["planSamples"]!.GetValue<int>(), body["options"]!["seed"]!.GetValue<int>()).ShouldBe((3, 7));
        body["tables"].ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_starts_without_a_file()
    {
        var page = Render<NewEvaluationPage>();

        await StartAsync(page);

        page.Find(".error").TextContent.ShouldBe("Choose a file of questions first, or paste one.");
        Api.Evaluations.Bodies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_starts_where_no_row_can_be_asked()
    {
        var page = Load("{broken");
        page.WaitForAssertion(() => page.Find("#check-heading"));

        await StartAsync(page);

        page.Find(".error").TextContent.ShouldBe("No row of this file can be used; the reasons are above.");
    }

    [Fact]
    public async Task A_csv_asks_for_the_tables_that_it_is_about()
    {
        var page = Load("question,answer\nWhich?,Porto\n", "mine.csv");
        page.WaitForAssertion(() => page.Find("#table-drop"));

        await StartAsync(page);

        page.Find(".error").TextContent.ShouldBe("A CSV of questions needs the tables that they are about: add at least one.");
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_in_words()
    {
        var page = Render<NewEvaluationPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[EvaluationDraft.MaxBytes + 1], "big.jsonl"));

        page.WaitForAssertion(() => TextOf(page.Find("[role=alert]")).ShouldContain("the limit is 25 MB"));
    }

    [Fact]
    public async Task Pasted_questions_are_read_like_a_file()
    {
        var page = Render<NewEvaluationPage>();

        await page.ChangeAsync("#data-text", Line("a"));
        await page.ClickAsync(".typed button");

        page.WaitForAssertion(() => page.Find("[aria-labelledby=check-heading] [role=status]").TextContent.ShouldStartWith("1 of 1 rows"));
    }

    private static string Line(string id) => Good.Replace("ID", id, StringComparison.Ordinal);

    private static Task StartAsync(IRenderedComponent<NewEvaluationPage> page) =>
        page.ClickAsync(".start-row .btn-primary");

    private IRenderedComponent<NewEvaluationPage> Load(string text, string name = "mine.jsonl")
    {
        var page = Render<NewEvaluationPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, name));
        return page;
    }
}
