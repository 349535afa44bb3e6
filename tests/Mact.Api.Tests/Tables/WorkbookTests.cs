using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Tables;

public sealed class WorkbookTests
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly byte[] Book = Workbooks.Xlsx(
        ("Cities", [["City", "People"], ["Arden", "131900"]]),
        ("Empty", []),
        ("Rivers", [["River"], ["Lun"], ["Wye"]]));

    [Fact]
    public async Task Every_sheet_becomes_a_table_and_empty_ones_are_said()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        foreach (
            var reply in new[] { await client.PostFormAsync("/tables", [], ("book.xlsx", Book)), await client.PostAsync("/tables", Book, XlsxType) })
        {
            reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
            reply.Body["tables"]!.AsArray().Select(static table => table!["name"]!.GetValue<string>()).ShouldBe(["Cities", "Rivers"]);
            reply.At("tables.0.columns.1.type").ShouldBe("integer");
            reply.At("skipped.0.name").ShouldBe("Empty");
            reply.At("skipped.0.code").ShouldBe("empty");
        }
    }

    [Fact]
    public async Task One_sheet_can_be_chosen_and_named()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostFormAsync("/tables", [("sheet", "rivers"), ("name", "waters")], ("book.xlsx", Book));

        reply.Body["tables"]!.AsArray().Count.ShouldBe(1);
        reply.At("tables.0.name").ShouldBe("waters");
        reply.At("tables.0.rowCount").ShouldBe("2");
    }

    [Fact]
    public async Task A_sheet_that_is_not_there_is_refused_with_those_that_are()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostFormAsync("/tables", [("sheet", "Lakes")], ("book.xlsx", Book));

        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "sheetNotFound").Detail.ShouldContain("Rivers");
    }

    [Fact]
    public async Task A_workbook_without_any_table_is_refused()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (
            await client.PostFormAsync(
                "/tables", [], ("book.xlsx", Workbooks.Xlsx(("A", []), ("B", []))))).ShouldBeProblem(HttpStatusCode.BadRequest, "empty");
        (await client.PostFormAsync("/tables", [], ("book.xlsx", Book[..200]))).ShouldBeProblem(HttpStatusCode.BadRequest, "unsupported");
    }

    [Fact]
    public async Task A_question_may_be_asked_of_a_workbook()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostFormAsync("/questions", [("question", "How many?")], ("book.xlsx", Book));

        reply.Status.ShouldBe(HttpStatusCode.Accepted, reply.Text);
        factory.Queue.Last!.Tables.Select(static table => table.Name).ShouldBe(["Cities", "Rivers"]);
    }
}
