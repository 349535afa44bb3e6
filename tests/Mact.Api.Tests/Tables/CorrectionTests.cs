using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Tables;

public sealed class CorrectionTests
{
    [Fact]
    public async Task Another_header_row_and_other_types_give_another_table_and_leave_the_first_one()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = (await client.PostAsync("/tables", "a,b\nCity,Code\nArden,007\nBelmore,012\n"u8.ToArray(), "text/csv")).At("id");

        var reply = await client.PostAsync($"/tables/{id}/corrections", """{"name":"cities","headerRow":2,"types":["auto","text"]}""");

        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.At("columns.0.name").ShouldBe("City");
        reply.At("columns.1.type").ShouldBe("text");
        reply.At("rowCount").ShouldBe("2");
        (await client.ReadAsync($"/tables/{reply.At("id")}/rows")).At("rows.0.1").ShouldBe("007");
        (await client.ReadAsync($"/tables/{id}")).At("rowCount").ShouldBe("3");
    }

    [Theory]
    [InlineData("""{"headerRow":99}""", "invalidHeaderRow")]
    [InlineData("""{"headerRow":-1}""", "invalidHeaderRow")]
    [InlineData("""{"types":["colour"]}""", "invalidTypes")]
    [InlineData("""{"types":["text","text","text"]}""", "invalidTypes")]
    public async Task What_does_not_fit_the_table_is_refused_in_words(string body, string code)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var id = await client.StoreCitiesAsync();

        (await client.PostAsync($"/tables/{id}/corrections", body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }
}
