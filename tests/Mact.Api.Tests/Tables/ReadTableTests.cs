using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Tables;

public sealed class ReadTableTests
{
    private const string UnknownId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_stored_table_can_be_looked_at()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.StoreCitiesAsync();

        var reply = await client.ReadAsync($"/tables/{id}");

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.At("id").ShouldBe(id);
        reply.At("rowCount").ShouldBe("2");
        reply.At("columns.1.type").ShouldBe("integer");
    }

    [Fact]
    public async Task Rows_come_as_they_stood_in_the_source_with_null_for_what_is_missing()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = (await client.PostAsync("/tables", """{"columns":["City","People"],"rows":[["Arden","131,900"],["Belmore",null],["Crewe","9"]]}""")).At("id");

        var reply = await client.ReadAsync($"/tables/{id}/rows?offset=0&limit=2");

        reply.Body["columns"]!.AsArray().Select(static name => name!.GetValue<string>()).ShouldBe(["City", "People"]);
        reply.At("rows.0.1").ShouldBe("131,900");
        reply.Body["rows"]![1]![1].ShouldBeNull();
        reply.Body["rows"]!.AsArray().Count.ShouldBe(2);
        reply.At("total").ShouldBe("3");
        reply.At("offset").ShouldBe("0");
    }

    [Fact]
    public async Task A_window_behind_the_end_is_empty()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.StoreCitiesAsync();

        var reply = await client.ReadAsync($"/tables/{id}/rows?offset=99&limit=10");

        reply.Body["rows"]!.AsArray().ShouldBeEmpty();
        reply.At("total").ShouldBe("2");
    }

    [Theory]
    [InlineData("offset=-1", "invalidParameter")]
    [InlineData("limit=0", "invalidParameter")]
    [InlineData("limit=1000000", "invalidParameter")]
    [InlineData("limit=many", "badRequest")]
    public async Task A_window_out_of_range_is_refused(string query, string code)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.StoreCitiesAsync();

        (await client.ReadAsync($"/tables/{id}/rows?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData(UnknownId)]
    [InlineData("nonsense")]
    [InlineData("%7Bq%7D%0a*")]
    public async Task An_unknown_table_is_not_found(string id)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.ReadAsync($"/tables/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "tableNotFound");
        (await client.ReadAsync($"/tables/{id}/rows")).ShouldBeProblem(HttpStatusCode.NotFound, "tableNotFound");
    }
}
