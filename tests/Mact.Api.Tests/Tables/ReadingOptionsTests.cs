using System.Text;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Tables;

/// <summary>What a person sets for reading a source, through the typed client.</summary>
public sealed class ReadingOptionsTests
{
    [Fact]
    public async Task A_number_format_and_a_date_order_are_taken_as_they_are_set()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var undecided = await StoreAsync(client, "a;d\n1.234;03/02/2023\n5.678;04/05/2023\n", ReadingOptions.None);
        var set = await StoreAsync(
            client, "a;d\n1.234;03/02/2023\n5.678;04/05/2023\n", new() { NumberFormat = "decimalComma", DateOrder = "dayFirst" });

        undecided.Columns.Select(static column => column.Type).ShouldBe([ColumnType.Text, ColumnType.Text]);
        undecided.Repairs.Select(static repair => repair.Code).ShouldBe(["delimiter", "numberFormat", "dateOrder"]);
        set.Columns.Select(static column => column.Type).ShouldBe([ColumnType.Integer, ColumnType.Date]);
        (await ValueAsync(client, set, "SELECT sum(a) || ' ' || max(d) FROM t")).ShouldBe("6912 2023-05-04");
    }

    [Fact]
    public async Task An_encoding_is_taken_as_it_is_set()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var bytes = Encoding.GetEncoding(1251).GetBytes("a,b\nДа,1\n");
        var mact = new MactClient(client);

        var read = (await mact.UploadAsync(
            "t", "t.csv", bytes, new() { Encoding = "windows-1251" }, TestContext.Current.CancellationToken)).Require();
        var unknown = await mact.UploadAsync("t", "t.csv", bytes, new() { Encoding = "klingon" }, TestContext.Current.CancellationToken);

        (await ValueAsync(client, read, "SELECT a FROM t")).ShouldBe("Да");
        unknown.ShouldBeOfType<ApiResult<TableInfo>.Failed>().Problem.Code.ShouldBe("unknownEncoding");
    }

    [Fact]
    public async Task A_totals_row_is_left_out_and_kept_where_that_is_asked()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        const string csv = "item,n\npen,3\nink,4\nTotal,7\n";

        var cut = await StoreAsync(client, csv, ReadingOptions.None);
        var kept = await StoreAsync(client, csv, new() { KeepTotals = true });

        cut.RowCount.ShouldBe(2);
        cut.Repairs.ShouldContain(static repair => repair.Code == "totals");
        kept.RowCount.ShouldBe(3);
    }

    [Fact]
    public async Task Any_row_of_the_source_can_be_made_the_header_and_those_above_it_are_told()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        const string csv = "Report of 2020,\n,\nCity,People\nTown,Souls\nArden,131900\nBelmore,115050\n";

        var found = await StoreAsync(client, csv, ReadingOptions.None);
        var lower = await StoreAsync(client, csv, new() { HeaderRow = 4 });
        var first = await StoreAsync(client, csv, new() { HeaderRow = 1 });
        var none = await StoreAsync(client, csv, new() { HeaderRow = 0 });

        found.HeaderRow.ShouldBe(3);
        found.RowsAbove.Select(static row => string.Join('|', row)).ShouldBe(["Report of 2020", string.Empty]);
        lower.Columns.Select(static column => column.Name).ShouldBe(["Town", "Souls"]);
        lower.RowsAbove.Count.ShouldBe(3);
        first.Columns[0].Name.ShouldBe("Report of 2020");
        none.HeaderRow.ShouldBe(0);
        none.RowCount.ShouldBe(5);
    }

    [Fact]
    public async Task One_sheet_of_a_workbook_is_taken_with_its_own_header()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var book = Workbooks.Xlsx(("a", [["x"], ["1"]]), ("b", [["Note"], ["name", "n"], ["pen", "3"], ["ink", "4"]]));

        var set = (await new MactClient(client).UploadFileAsync(
            "t", "t.xlsx", book, new() { Sheet = "b", HeaderRow = 2 }, TestContext.Current.CancellationToken)).Require();

        set.Tables.ShouldHaveSingleItem().Columns.Select(static column => column.Name).ShouldBe(["name", "n"]);
        set.Tables[0].RowsAbove.ShouldHaveSingleItem().ShouldBe(["Note"]);
    }

    [Fact]
    public async Task A_file_of_any_kind_gives_the_tables_that_it_holds()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var mact = new MactClient(client);
        var book = Workbooks.Xlsx(("a", [["x"], ["1"]]), ("b", [["y"], ["2"]]), ("c", []));

        var sheets = (await UploadAsync("t.xlsx", book)).Require();
        var text = (await UploadAsync("t.csv", "x,y\n1,2\n"u8.ToArray())).Require();
        var refused = await UploadAsync("t.csv", []);

        sheets.Tables.Select(static table => table.Name).ShouldBe(["a", "b"]);
        sheets.Skipped.ShouldHaveSingleItem().Name.ShouldBe("c");
        text.Tables.ShouldHaveSingleItem().Columns.Select(static column => column.Name).ShouldBe(["x", "y"]);
        refused.ShouldBeOfType<ApiResult<TableSet>.Failed>().Problem.Status.ShouldBe(400);

        Task<ApiResult<TableSet>> UploadAsync(string fileName, byte[] content) =>
            mact.UploadFileAsync("t", fileName, content, ReadingOptions.None, TestContext.Current.CancellationToken);
    }

    private static async Task<TableInfo> StoreAsync(HttpClient client, string csv, ReadingOptions options) =>
        (await new MactClient(client).UploadAsync(
            "t", "t.csv", Encoding.UTF8.GetBytes(csv), options, TestContext.Current.CancellationToken)).Require();

    private static async Task<string?> ValueAsync(HttpClient client, TableInfo table, string sql) =>
        (await new MactClient(client).QueryAsync(
            new(sql, [new(table.Id, "t")]), TestContext.Current.CancellationToken)).Require().Rows[0][0];
}
